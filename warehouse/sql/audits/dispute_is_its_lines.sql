-- grain: dispute that is not the sum of what is owed on its claim, or is not exactly once in the two lists
with owed as (
    select
        chain_id as dispute_id,
        sum(variance) as shortfall
    from derived.owed
    where not is_setup_question
    group by chain_id
),

listed as (
    select dispute_id, shortfall from dispute_queue
    union all
    select dispute_id, shortfall from expired_disputes
)

select 'dispute ' || coalesce(o.dispute_id, l.dispute_id) as place
from owed as o
full join listed as l on o.dispute_id = l.dispute_id
group by o.dispute_id, l.dispute_id, o.shortfall
having count(l.dispute_id) <> 1 or sum(l.shortfall) is distinct from o.shortfall
