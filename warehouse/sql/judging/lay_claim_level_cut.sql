-- grain: service line on which a part of its claim's own cut is laid; what the payer allowed is that much less
update derived.line_allowed as a
set actual_allowed = a.actual_allowed - k.taken
from derived.claim_level_cut as k
where a.line_id = k.line_id
