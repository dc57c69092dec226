-- grain: line_id
-- posted service line; what the payer allowed, less the part of the claim's own cut that is laid on it
create or replace table derived.line_allowed as
select
    a.line_id,
    a.patient_share,
    (a.actual_allowed - coalesce(k.taken, 0))::decimal(18, 2) as actual_allowed,
    (a.unpermitted + coalesce(k.unpermitted, 0))::decimal(18, 2) as unpermitted,
    coalesce(a.unpermitted_reason, k.unpermitted_reason) as unpermitted_reason
from derived.line_own_allowed as a
left join derived.claim_level_cut as k on a.line_id = k.line_id
