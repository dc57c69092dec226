-- grain: distinct agreement, group code, reason code and sign among the adjustments of posted lines and of their claims
select distinct
    x.agreement_id,
    a.group_code,
    a.reason_code,
    case when a.amount < 0 then '-' else '+' end as sign
from derived.placed_adjustment as a
inner join derived.line_context as x on a.line_id = x.line_id
union
select distinct
    x.agreement_id,
    a.group_code,
    a.reason_code,
    case when a.amount < 0 then '-' else '+' end
from derived.placed_adjustment as a
inner join (
    select distinct
        claim_id,
        agreement_id
    from derived.line_context
    where claim_id in (select claim_id from derived.placed_adjustment where line_id is null)
) as x on a.claim_id = x.claim_id
where a.line_id is null
order by all
