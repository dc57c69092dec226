-- grain: claim_id, line_id
-- current service line, or claim (no line), from which more was taken after the price than the law or the agreement
-- permits: sequestration beyond the percent of the law, and a penalty for late filing on a claim that came in time
create or replace table derived.deduction_excess as
select
    claim_id,
    line_id,
    arg_max(reason_code, excess) as reason_code,
    sum(excess)::decimal(18, 2) as excess
from (
    select
        claim_id,
        line_id,
        reason_code,
        excess
    from derived.sequestration_excess
    union all
    select
        claim_id,
        line_id,
        reason_code,
        amount
    from derived.late_filing
    where is_in_time
)
group by claim_id, line_id
