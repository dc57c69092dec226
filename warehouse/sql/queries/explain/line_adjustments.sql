-- grain: adjustment of a service line, or of its claim, as sent
select
    a.line_id,
    a.group_code,
    a.reason_code,
    a.amount,
    a.quantity,
    k.class,
    c.label,
    a.segment_number
from fact.adjustment as a
left join reference.adjustment_kind as k
    on a.group_code is not distinct from k.group_code and a.reason_code is not distinct from k.reason_code
left join reference.reason_code as c on a.reason_code = c.code
where a.claim_id = $claim_id
order by a.segment_number, a.adjustment_ordinal
