-- grain: claim_id
-- claim taken back and decided again since: by its number, by its account and lines, or by patient and days (835 guide
-- 1.10.2.8)
create or replace table derived.corrected_claim as
with event as (
    select
        e.*,
        c.chain_id,
        min(e.sequence) over (partition by c.chain_id) as chain_begins
    from derived.claim_event as e
    inner join derived.claim_chain as c on e.claim_id = c.claim_id
),

taken_back as (
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

decided as (
    select *
    from event
    where kind in ('decision', 'denied_replacement', 'pended')
),

retold as (
    select
        o.claim_id,
        k as other,
        o as mine
    from taken_back as o
    inner join decided as k on o.chain_id = k.chain_id
    union all
    select
        o.claim_id,
        k,
        o
    from taken_back as o
    inner join decided as k
        on
            o.patient_control_number = k.patient_control_number
            and o.patient_first is not distinct from k.patient_first
            and o.line_set = k.line_set
            and k.payer_key in (o.payer_key, o.reversal_payer_key)
),

-- a correction may stand before its reversal, in one remittance or an earlier one, if it tells the same anew and is no
-- other part of the claim; of one day's remittances none is the earlier
told as (
    select distinct claim_id
    from retold
    where
        other.claim_id <> mine.claim_id
        and (
            other.sequence > mine.sequence
            or (other.remittance_date = mine.remittance_date and other.payment_id <> mine.payment_id)
        )
        -- what came with the original is another part of it or another claim
        and (other.payment_id <> mine.payment_id or other.payment_id = mine.reversal_payment_id)
        and (
            other.sequence > mine.reversed_at
            or other.remittance_date = mine.reversed_on
            or (
                other.claim_id not in (select original_id from derived.reversal_pair)
                and (
                    other.line_set = mine.line_set
                    or other.charge = mine.charge
                    or other.original_control_number = mine.payer_control_number
                )
            )
        )
),

-- under a number never seen before, without REF*F8, lines maybe recoded: the same patient's same days, either with the
-- practice's own account or, with the same charge, beside the reversal, where the guide wants the correction to be
candidate as (
    select
        o.claim_id,
        k.claim_id as correction_id,
        k.payment_id,
        k.sequence,
        k.payment_id = o.reversal_payment_id as is_beside_reversal,
        k.patient_control_number is not distinct from o.patient_control_number as has_same_account
    from taken_back as o
    inner join decided as k
        on
            k.payer_key in (o.payer_key, o.reversal_payer_key)
            and k.patient = o.patient
            and k.first_service_date = o.first_service_date
            and k.last_service_date = o.last_service_date
            and k.sequence = k.chain_begins
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
    where o.claim_id not in (select claim_id from told) and o.patient <> ''
),

-- the account says more than the charge, and the nearest remittance more than a later one
nearest as (
    select *
    from candidate
    qualify
        has_same_account = bool_or(has_same_account) over (partition by claim_id)
        and payment_id = first_value(payment_id) over (partition by claim_id order by has_same_account desc, is_beside_reversal desc, sequence)
),

-- a correction answers one claim; where it could answer two, neither is taken for corrected
unmistakable as (
    select *
    from nearest
    qualify
        count(*) over (partition by correction_id) = 1
        and (has_same_account or count(*) over (partition by claim_id) = 1)
)

select claim_id from told
union
select claim_id from unmistakable
