-- grain: claim_id, evidence
-- claim, and kind of evidence by which a reversal and what it takes back are known for each other: claims of one
-- key may be. A reversal has the patient, the lines and the amounts of its original, negated (835 guide 1.10.2.8)
create or replace table derived.reversal_evidence as
with reversal as (
    select
        * replace (-charge as charge, -paid as paid, -patient_amount as patient_amount),
        true as is_reversal,
        -- it may name what it takes back in REF*F8
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

known as (
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
    -- one number may stand on all claims of a patient, and visits of a week are paid alike: the day belongs to it
    select *, 'number', hash(payer_key, named_number, patient_last, patient_first, first_service_date, charge, paid)
    from event
    where named_number is not null
    union all
    -- a reversal need not repeat the lines, and with them the days
    select *, 'undated', hash(payer_key, named_number, patient_control_number, patient_first, charge, paid)
    from event
    where named_number is not null and (not is_reversal or first_service_date is null)
    union all
    -- payers renumber: an account may be a family's, or one that stands for none, but not with one patient's lines
    select *, 'account', hash(payer_key, patient_control_number, patient_last, patient_first, line_set, charge, paid)
    from event
    where patient_control_number is not null
    union all
    -- payers change the name and the company that sign a payment; where nothing was paid, another payer may have said so
    select *, 'number, whoever paid', hash(named_number, patient, line_set, charge, paid)
    from event
    where named_number is not null and patient <> '' and first_service_date is not null and line_set <> '' and paid <> 0
    union all
    select *, 'account, whoever paid', hash(patient_control_number, patient, line_set, charge, paid)
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
from known
