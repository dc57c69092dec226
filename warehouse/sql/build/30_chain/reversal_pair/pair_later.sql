-- grain: reversal not paired yet, and the latest decision of an earlier day that this evidence says it takes back
insert into derived.reversal_pair
with open as (
    select *
    from unpaired_evidence
    where evidence = $evidence::varchar
    qualify bool_or(is_reversal) over (partition by key)
),

-- A decision opens a level and a reversal closes one, so on each level they alternate: a reversal takes back the latest
-- decision of a day before it that is not taken back yet, and one of something never seen takes nothing that came after it.
levelled as (
    select
        *,
        sum(if(is_reversal, -1, 1)) over in_order + is_reversal::integer as level
    from open
    window in_order as (partition by key order by remittance_date, is_reversal desc, sequence)
)

select
    lead(claim_id) over (partition by key, level order by remittance_date, is_reversal desc, sequence) as reversal_id,
    claim_id as original_id
from levelled
qualify not is_reversal and reversal_id is not null
