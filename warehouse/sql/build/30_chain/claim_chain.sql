-- grain: claim_id
-- posted claim; the chain of one payer's decisions about one claim that it belongs to, named after the first of them
create or replace table derived.claim_chain as
with recursive climb as (
    -- each pair once, so that numbers naming each other in a circle come to an end
    select
        group_key,
        parent_key
    from derived.group_parent
    union
    select
        climb.group_key,
        above.parent_key
    from climb
    inner join derived.group_parent as above on climb.parent_key = above.group_key
),

root as (
    select
        c.group_key,
        -- the group that goes on with no other; in a circle, the same one for all of it
        coalesce(min(c.parent_key) filter (where a.group_key is null), min(c.parent_key)) as chain_id
    from climb as c
    left join derived.group_parent as a on c.parent_key = a.group_key
    group by c.group_key
)

select
    g.claim_id,
    coalesce(r.chain_id, g.group_key) as chain_id
from derived.claim_group as g
left join root as r on g.group_key = r.group_key
