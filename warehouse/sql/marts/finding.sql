-- grain: finding of the reader, or a total of a claim or payment that disagrees with its parts
create or replace view finding as
select
    f.name as file_name,
    n.code,
    k.severity,
    n.segment_number,
    k.sentence,
    n.detail,
    k.condemns,
    n.payment_id,
    n.claim_id,
    n.line_id,
    null::decimal(18, 2) as off_by
from fact.finding as n
inner join fact.file as f on n.file_id = f.file_id
left join reference.finding_kind as k on n.code = k.code
union all
select
    f.name,
    w.code,
    'warning',
    coalesce(c.segment_number, p.segment_number),
    case w.code
        when 'patient_share_off' then 'CLP05 is not the sum of the PR adjustments of the claim.'
        when 'interest_off' then 'The interest paid (PLB L6) is not the interest of the claims (AMT*I) with the opposite sign.'
    end,
    null,
    'none',
    w.payment_id,
    w.claim_id,
    null,
    w.off_by
from derived.balance_warning as w
inner join fact.payment as p on w.payment_id = p.payment_id
inner join fact.file as f on p.file_id = f.file_id
left join fact.claim as c on w.claim_id = c.claim_id
