-- one row per claim whose dispute is not the sum of what is owed on it, or stands in the two lists other than once
with owed as (
    select
        claim_id,
        sum(variance) as shortfall
    from derived.owed
    group by claim_id
),

listed as (
    select claim_id, shortfall from dispute_queue
    union all
    select claim_id, shortfall from expired_disputes
)

select 'claim ' || coalesce(o.claim_id, l.claim_id) as place
from owed as o
full join listed as l on o.claim_id = l.claim_id
group by o.claim_id, l.claim_id, o.shortfall
having count(l.claim_id) <> 1 or sum(l.shortfall) is distinct from o.shortfall
