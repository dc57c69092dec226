-- grain: claim in balance whose lines, with the claim's own adjustments laid on them, were not paid what it was paid
select f.name || ', segment ' || c.segment_number as place
from fact.claim as c
inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
inner join derived.claim_balance as b on c.claim_id = b.claim_id and b.off_by = 0 and b.failing_line_count = 0
inner join fact.file as f on c.file_id = f.file_id
inner join (
    select
        claim_id,
        sum(charge) as charge,
        sum(paid) as paid
    from line_review
    group by claim_id
) as r on c.claim_id = r.claim_id
-- a line that was not sent has no share
where r.charge = c.charge and r.paid is distinct from c.paid
