-- grain: way to leave the open work
with settled as (
    select distinct
        dispute_id,
        state,
        recovered_amount
    from dispute_history
    where
        state in ('recovered', 'withdrawn')
        and dispute_id not in (select dispute_id from memory.main.dispute)
),

gone as (
    select case when not is_open then status else 'expired' end as why, shortfall, recovered_amount
    from memory.main.dispute
    where not is_open or is_expired
    union all
    select state, null, recovered_amount
    from settled
)

select why, count(*) as dispute_count, sum(shortfall) as shortfall, sum(recovered_amount) as recovered_amount
from gone
group by why
order by why
