-- grain: claim_id, line_id
-- current service line, or claim cut as a whole (no line), from which more than the law's percent was taken
create or replace table derived.sequestration_excess as
select
    q.claim_id,
    q.line_id,
    $sequestration_reason as reason_code,
    a.excess
from derived.sequestered as q
inner join derived.sequestration_answer as a on q.percent = a.percent and q.paid_before = a.paid_before and q.taken = a.taken
where a.excess > 0
