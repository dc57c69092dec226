-- grain: payer as it signs and filing code, whose lines fit no agreement; the largest charge first
select
    p.payer_name as payer,
    coalesce(p.payer_id, p.payer_reference_2u) as payer_id,
    coalesce(p.originator_id, p.originating_company) as originator_id,
    c.filing_code,
    count(distinct j.claim_id) as claim_count,
    count(*) as line_count,
    sum(j.charge) as charge,
    sum(j.paid) as paid
from derived.judged_line as j
inner join fact.payment as p on j.payment_id = p.payment_id
inner join fact.claim as c on j.claim_id = c.claim_id
where j.state = 'unmapped_contract'
group by all
order by sum(j.charge) desc nulls last, payer, payer_id, originator_id, c.filing_code
