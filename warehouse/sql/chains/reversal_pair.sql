-- grain: reversal and the claim it takes back, one to one: best evidence first (same number and patient share, same number, same account)
create or replace table derived.reversal_pair as
with event as (
    select
        claim_id,
        sequence,
        payer_key,
        payer_control_number,
        patient_control_number,
        patient_first,
        line_set,
        kind = 'reversal' as is_reversal,
        -- a reversal has the amounts of what it takes back, negated, and may name it in REF*F8
        if(kind = 'reversal', coalesce(original_control_number, payer_control_number), payer_control_number) as named_number,
        if(kind = 'reversal', -charge, charge) as charge,
        if(kind = 'reversal', -paid, paid) as paid,
        if(kind = 'reversal', -patient_amount, patient_amount) as patient_amount
    from derived.claim_event
    where kind <> 'predetermination' and charge is not null and paid is not null
),

-- A decision opens a level and a reversal closes one, so on each level they alternate: a reversal takes back the latest
-- decision before it that is not taken back yet, and one of something never seen takes nothing that came after it.
by_number_and_share as (
    select
        *,
        sum(if(is_reversal, -1, 1)) over (
            partition by payer_key, payer_control_number, patient_first, line_set, charge, paid, patient_amount
            order by sequence
        ) + is_reversal::integer as level
    from event
    where payer_control_number is not null
),

exact as (
    select
        lead(claim_id) over (
            partition by payer_key, payer_control_number, patient_first, line_set, charge, paid, patient_amount, level
            order by sequence
        ) as reversal_id,
        claim_id as original_id
    from by_number_and_share
    qualify not is_reversal and reversal_id is not null
),

by_number as (
    select
        *,
        sum(if(is_reversal, -1, 1)) over (
            partition by payer_key, named_number, patient_first, charge, paid
            order by sequence
        ) + is_reversal::integer as level
    from event
    where
        named_number is not null
        and claim_id not in (select original_id from exact)
        and claim_id not in (select reversal_id from exact)
),

same_number as (
    select
        lead(claim_id) over (
            partition by payer_key, named_number, patient_first, charge, paid, level
            order by sequence
        ) as reversal_id,
        claim_id as original_id
    from by_number
    qualify not is_reversal and reversal_id is not null
),

paired as (
    select * from exact
    union all
    select * from same_number
),

-- payers renumber: the practice's own account number with the same lines on the same days is the last resort; an account
-- may be a family's, or one that stands for none
by_account as (
    select
        *,
        sum(if(is_reversal, -1, 1)) over (
            partition by payer_key, patient_control_number, patient_first, line_set, charge, paid
            order by sequence
        ) + is_reversal::integer as level
    from event
    where
        patient_control_number is not null
        and claim_id not in (select original_id from paired)
        and claim_id not in (select reversal_id from paired)
),

same_account as (
    select
        lead(claim_id) over (
            partition by payer_key, patient_control_number, patient_first, line_set, charge, paid, level
            order by sequence
        ) as reversal_id,
        claim_id as original_id
    from by_account
    qualify not is_reversal and reversal_id is not null
)

select * from paired
union all
select * from same_account
