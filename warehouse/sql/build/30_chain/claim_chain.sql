-- grain: claim_id
-- posted claim, with the chain of one payer's decisions that it belongs to; the chain is named after its first group
create or replace table derived.claim_chain as
with recursive ancestor as (
    -- `union` keeps each pair once, so that groups that name each other in a circle end the recursion
    select
        group_key,
        parent_key
    from derived.group_parent
    union
    select
        ancestor.group_key,
        parent.parent_key
    from ancestor
    inner join derived.group_parent as parent on ancestor.parent_key = parent.group_key
),

root as (
    select
        c.group_key,
        -- the ancestor without a parent; in a circle, the smallest key, so that all of it has one chain
        coalesce(min(c.parent_key) filter (where a.group_key is null), min(c.parent_key)) as chain_id
    from ancestor as c
    left join derived.group_parent as a on c.parent_key = a.group_key
    group by c.group_key
)

select
    g.claim_id,
    coalesce(r.chain_id, g.group_key) as chain_id
from derived.claim_group as g
left join root as r on g.group_key = r.group_key
