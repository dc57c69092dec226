-- grain: service line on which a part of its claim's own cut is laid; what the payer allowed is that much less
update derived.line_allowed as a
set
    actual_allowed = a.actual_allowed - k.taken,
    unpermitted = a.unpermitted + k.unpermitted,
    unpermitted_reason = coalesce(a.unpermitted_reason, k.unpermitted_reason)
from derived.claim_level_cut as k
where a.line_id = k.line_id
