-- grain: dispute_id
-- dispute of this night or of the ledger, and what changed since the night before
create or replace table derived.dispute_change as
with compared as (
    select
        coalesce(d.dispute_id, l.dispute_id) as dispute_id,
        coalesce(d.shortfall, 0) as owed_now,
        d.is_expired,
        coalesce(l.outstanding, 0) as owed_before,
        l.state as state_before,
        a.allowed as allowed_now,
        l.allowed as allowed_before
    from derived.ranked_dispute as d
    full join store.dispute_ledger as l on d.dispute_id = l.dispute_id
    left join derived.chain_allowed as a on coalesce(d.dispute_id, l.dispute_id) = a.chain_id
),

split as (
    select
        *,
        greatest(owed_now - owed_before, 0) as added,
        -- what left the dispute was recovered as far as the payer allows more than the night before
        case
            when owed_before > owed_now then least(owed_before - owed_now, greatest(coalesce(allowed_now - allowed_before, 0), 0))
            else 0
        end as recovered
    from compared
)

select
    *,
    greatest(owed_before - owed_now, 0) - recovered as given_up,
    case
        when owed_now > 0 and is_expired then 'expired'
        when owed_now > 0 then 'open'
        -- closed: the state names what took most of the amount
        when owed_before = 0 then state_before
        when recovered * 2 >= owed_before then 'recovered'
        else 'withdrawn'
    end as state_now
from split
