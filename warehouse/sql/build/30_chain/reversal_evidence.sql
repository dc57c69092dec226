-- grain: claim_id, evidence
-- claim, kind of evidence, and key: a reversal may take back a claim with the same key.
-- A reversal has the patient, lines and amounts of its original, negated (835 guide 1.10.2.8)
create or replace table derived.reversal_evidence as
with reversal as (
    select
        * replace (-charge as charge, -paid as paid, -patient_amount as patient_amount),
        true as is_reversal,
        -- REF*F8 of a reversal names its original, else CLP07 does
        coalesce(original_control_number, payer_control_number) as named_number
    from derived.claim_event
    where kind = 'reversal' and charge is not null and paid is not null
),

event as (
    select * from reversal
    union all
    select
        *,
        false,
        payer_control_number
    from derived.claim_event
    where
        kind not in ('reversal', 'predetermination')
        and (charge, paid) in (select (charge, paid) from reversal)
),

keyed as (
    select
        *,
        'claim' as evidence,
        hash(payer_key, payer_control_number, patient_control_number, patient_first, line_set, charge, paid, patient_amount) as key
    from event
    where payer_control_number is not null
    union all
    select *, 'share', hash(payer_key, payer_control_number, patient_last, patient_first, line_set, charge, paid, patient_amount)
    from event
    where payer_control_number is not null
    union all
    -- all claims of a patient may have one number, and visits of one week are paid alike: the key has the day, too
    select *, 'number', hash(payer_key, named_number, patient_last, patient_first, first_service_date, charge, paid)
    from event
    where named_number is not null
    union all
    -- a reversal may come without lines, and so without days
    select *, 'undated', hash(payer_key, named_number, patient_control_number, patient_first, charge, paid)
    from event
    where named_number is not null and (not is_reversal or first_service_date is null)
    union all
    -- payers renumber: an account may be a family's or a placeholder, but not with the lines of one patient
    select *, 'account', hash(payer_key, patient_control_number, patient_last, patient_first, line_set, charge, paid)
    from event
    where patient_control_number is not null
    union all
    -- payers change the name and the originating company of a payment; another payer may deny the same with nothing
    -- paid, so only paid claims count
    select *, 'number, any payer', hash(named_number, patient, line_set, charge, paid)
    from event
    where named_number is not null and patient <> '' and first_service_date is not null and line_set <> '' and paid <> 0
    union all
    select *, 'account, any payer', hash(patient_control_number, patient, line_set, charge, paid)
    from event
    where patient_control_number is not null and patient <> '' and first_service_date is not null and line_set <> '' and paid <> 0
)

select
    claim_id,
    is_reversal,
    evidence,
    key,
    payer_key,
    payment_id,
    remittance_date,
    sequence
from keyed
