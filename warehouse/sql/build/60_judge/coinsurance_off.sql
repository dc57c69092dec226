-- grain: claim_id, line_id
-- current service line of Medicare Part B, or claim with adjustments of its own (no line), whose coinsurance is not the law's
-- percent of what was allowed after the deductible
create or replace table derived.coinsurance_off as
select
    s.claim_id,
    s.line_id,
    a.off_by
from derived.coinsurance_share as s
inner join derived.coinsurance_answer as a
    on
        s.allowed = a.allowed
        and s.coinsurance = a.coinsurance
        and s.percent = a.percent
        and s.assistant_percent is not distinct from a.assistant_percent
        and s.line_count = a.line_count
where a.off_by <> 0
