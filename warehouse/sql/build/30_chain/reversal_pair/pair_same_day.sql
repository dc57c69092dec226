-- grain: unpaired reversal and the decision of the same day that this evidence names as its original.
-- Remittances of one day have no order: the decision may have been read after its reversal
insert into derived.reversal_pair
with unpaired as (
    select
        *,
        sum(if(is_reversal, -1, 1)) over (partition by key, payment_id order by sequence) + is_reversal::integer as level,
        count(*) filter (where is_reversal) over (partition by key, payment_id) as reversals_beside
    from unpaired_evidence
    where evidence = $evidence::varchar
    qualify bool_or(is_reversal) over (partition by key, remittance_date)
),

-- inside one remittance the order is the payer's: a decision after the reversal is the correction, not the original
same_remittance as (
    select
        lead(claim_id) over (partition by key, payment_id, level order by sequence) as reversal_id,
        claim_id as original_id
    from unpaired
    qualify not is_reversal and reversal_id is not null
),

placed as (
    select
        *,
        row_number() over (partition by key, remittance_date, is_reversal order by reversals_beside, sequence) as place
    from unpaired
    where
        claim_id not in (select original_id from same_remittance)
        and claim_id not in (select reversal_id from same_remittance)
)

select
    reversal_id,
    original_id
from same_remittance
union all
select
    r.claim_id,
    o.claim_id
from placed as r
inner join placed as o
    on
        r.key = o.key
        and r.remittance_date = o.remittance_date
        and r.place = o.place
        and r.payment_id <> o.payment_id
where r.is_reversal and not o.is_reversal
