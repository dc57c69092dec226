-- grain: reason why a dispute left the open work
with settled_dispute as (
    select distinct
        dispute_id,
        state,
        recovered_amount
    from dispute_history
    where
        state in ('recovered', 'withdrawn')
        and dispute_id not in (select dispute_id from memory.main.dispute)
),

left_dispute as (
    select case when not is_open then status else 'expired' end as why, shortfall, recovered_amount
    from memory.main.dispute
    where not is_open or is_expired
    union all
    select state, null, recovered_amount
    from settled_dispute
)

select why, count(*) as dispute_count, sum(shortfall) as shortfall, sum(recovered_amount) as recovered_amount
from left_dispute
group by why
order by why
