-- grain: unpaired reversal and the latest decision of an earlier day that this evidence names as its original
insert into derived.reversal_pair
with unpaired as (
    select *
    from unpaired_evidence
    where evidence = $evidence::varchar
    qualify bool_or(is_reversal) over (partition by key)
),

-- A decision opens a level and a reversal closes one, as brackets do, so on each level they alternate: a reversal takes
-- back the latest earlier decision that is not taken back yet, and a reversal without an original takes nothing later.
with_level as (
    select
        *,
        sum(if(is_reversal, -1, 1)) over in_order + is_reversal::integer as level
    from unpaired
    window in_order as (partition by key order by remittance_date, is_reversal desc, sequence)
)

select
    lead(claim_id) over (partition by key, level order by remittance_date, is_reversal desc, sequence) as reversal_id,
    claim_id as original_id
from with_level
qualify not is_reversal and reversal_id is not null
