-- grain: line_id
-- posted service line, with what the payer allowed less the line's part of its claim's own cut
create or replace table derived.line_allowed as
select
    a.line_id,
    a.patient_share,
    (a.actual_allowed - coalesce(k.taken, 0))::decimal(18, 2) as actual_allowed,
    (a.unpermitted + coalesce(k.unpermitted, 0))::decimal(18, 2) as unpermitted,
    coalesce(a.unpermitted_reason, k.unpermitted_reason) as unpermitted_reason
from derived.line_own_allowed as a
left join derived.claim_level_cut as k on a.line_id = k.line_id
