-- grain: distinct agreement, group code, reason code and sign among the adjustments of posted lines
select distinct
    x.agreement_id,
    a.group_code,
    a.reason_code,
    case when a.amount < 0 then '-' else '+' end as sign
from fact.adjustment as a
inner join derived.line_context as x on a.line_id = x.line_id
order by all
