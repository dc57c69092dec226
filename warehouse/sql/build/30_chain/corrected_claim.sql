-- grain: claim_id
-- reversed claim that was decided again: found by its number, by its account and lines, or by patient and days
-- (835 guide 1.10.2.8)
create or replace table derived.corrected_claim as
with event as (
    select
        e.*,
        c.chain_id,
        min(e.sequence) over (partition by c.chain_id) as chain_start
    from derived.claim_event as e
    inner join derived.claim_chain as c on e.claim_id = c.claim_id
),

reversed_claim as (
    select
        o.*,
        r.payment_id as reversal_payment_id,
        r.payer_key as reversal_payer_key,
        r.remittance_date as reversed_on,
        r.sequence as reversed_at
    from derived.reversal_pair as p
    inner join event as o on p.original_id = o.claim_id
    inner join event as r on p.reversal_id = r.claim_id
),

decided_claim as (
    select *
    from event
    where kind in ('decision', 'denied_replacement', 'pended')
),

same_claim as (
    select
        o.claim_id,
        k as correction,
        o as original
    from reversed_claim as o
    inner join decided_claim as k on o.chain_id = k.chain_id
    union all
    select
        o.claim_id,
        k,
        o
    from reversed_claim as o
    inner join decided_claim as k
        on
            o.patient_control_number = k.patient_control_number
            and o.patient_first is not distinct from k.patient_first
            and o.line_set = k.line_set
            and k.payer_key in (o.payer_key, o.reversal_payer_key)
),

-- a correction may come before its reversal, in the same remittance or an earlier one, if it decides the same services
-- and is no other part of the claim; remittances of one day have no order
certain_correction as (
    select distinct claim_id
    from same_claim
    where
        correction.claim_id <> original.claim_id
        and (
            correction.sequence > original.sequence
            or (correction.remittance_date = original.remittance_date and correction.payment_id <> original.payment_id)
        )
        -- a claim beside the original in its remittance is another part of it, or another claim
        and (correction.payment_id <> original.payment_id or correction.payment_id = original.reversal_payment_id)
        and (
            correction.sequence > original.reversed_at
            or correction.remittance_date = original.reversed_on
            or (
                correction.claim_id not in (select original_id from derived.reversal_pair)
                and (
                    correction.line_set = original.line_set
                    or correction.charge = original.charge
                    or correction.original_control_number = original.payer_control_number
                )
            )
        )
),

-- under a new number, without REF*F8, perhaps recoded: the same patient and days, and either the same account or,
-- beside the reversal, where the guide puts the correction, the same charge
candidate as (
    select
        o.claim_id,
        k.claim_id as correction_id,
        k.payment_id,
        k.sequence,
        k.payment_id = o.reversal_payment_id as is_beside_reversal,
        k.patient_control_number is not distinct from o.patient_control_number as has_same_account
    from reversed_claim as o
    inner join decided_claim as k
        on
            k.payer_key in (o.payer_key, o.reversal_payer_key)
            and k.patient = o.patient
            and k.first_service_date = o.first_service_date
            and k.last_service_date = o.last_service_date
            and k.sequence = k.chain_start
            and k.chain_id <> o.chain_id
            and (k.sequence > o.sequence or (k.remittance_date = o.remittance_date and k.payment_id <> o.payment_id))
            and (k.payment_id <> o.payment_id or k.payment_id = o.reversal_payment_id)
            and (
                (k.patient_control_number = o.patient_control_number and k.sequence > o.reversed_at)
                or (
                    k.payment_id = o.reversal_payment_id
                    and (k.patient_control_number = o.patient_control_number or k.charge = o.charge)
                )
            )
    where o.claim_id not in (select claim_id from certain_correction) and o.patient <> ''
),

-- the same account is better evidence than the same charge, and a nearer remittance than a later one
nearest as (
    select *
    from candidate
    qualify
        has_same_account = bool_or(has_same_account) over (partition by claim_id)
        and payment_id = first_value(payment_id) over (
            partition by claim_id order by has_same_account desc, is_beside_reversal desc, sequence
        )
),

-- a correction corrects one claim; where it fits two, neither counts as corrected
unique_correction as (
    select *
    from nearest
    qualify
        count(*) over (partition by correction_id) = 1
        and (has_same_account or count(*) over (partition by claim_id) = 1)
)

select claim_id from certain_correction
union
select claim_id from unique_correction
