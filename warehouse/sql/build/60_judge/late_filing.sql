-- grain: claim_id, line_id, reason_code
-- penalty for late filing on a current service line, or on its claim (no line), and whether the claim came in time; null
-- where that is not known
create or replace table derived.late_filing as
with current_claim as (
    select
        x.claim_id,
        any_value(g.filing_limit_days) as filing_limit_days
    from derived.line_context as x
    left join reference.agreement as g on x.agreement_id = g.agreement_id
    where x.role = 'current'
    group by x.claim_id
),

-- the limit counts from the last service of the claim, whichever line the penalty is on
last_service as (
    select
        claim_id,
        max(coalesce(service_until, service_date)) as last_day
    from derived.posted_line
    group by claim_id
)

select
    a.claim_id,
    a.line_id,
    a.reason_code,
    sum(a.amount)::decimal(18, 2) as amount,
    -- received at the latest on the day it was decided
    case
        when
            any_value(coalesce(c.received_date, e.remittance_date)) - any_value(coalesce(s.last_day, e.last_service_date))
            <= any_value(n.filing_limit_days)
            then true
        when any_value(c.received_date) - any_value(coalesce(s.last_day, e.last_service_date)) > any_value(n.filing_limit_days)
            then false
    end as is_in_time
from derived.placed_adjustment as a
inner join current_claim as n on a.claim_id = n.claim_id
inner join fact.claim as c on a.claim_id = c.claim_id
inner join derived.claim_event as e on a.claim_id = e.claim_id
left join last_service as s on a.claim_id = s.claim_id
where list_contains($late_filing_reasons, a.reason_code)
group by a.claim_id, a.line_id, a.reason_code
having sum(a.amount) > 0
