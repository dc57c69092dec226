-- grain: payment_id, segment_number, adjustment_ordinal, claim_id
-- interest paid at the foot of a posted remittance (PLB L6), with each claim that its reference names; without one where
-- it names none
create or replace table derived.interest_at_foot as
with paid as (
    select
        a.payment_id,
        a.segment_number,
        a.adjustment_ordinal,
        trim(a.reference) as reference,
        -- what is paid at the foot has the sign of what is taken
        -a.amount as amount
    from fact.provider_adjustment as a
    inner join derived.payment_standing as s on a.payment_id = s.payment_id and s.standing = 'posted'
    where a.reason_code = 'L6'
),

named as (
    select
        p.payment_id,
        p.segment_number,
        p.adjustment_ordinal,
        c.claim_id
    from paid as p
    inner join fact.claim as c on p.reference = c.patient_control_number
    union
    select
        p.payment_id,
        p.segment_number,
        p.adjustment_ordinal,
        c.claim_id
    from paid as p
    inner join fact.claim as c on p.reference = c.payer_control_number
)

select
    p.payment_id,
    p.segment_number,
    p.adjustment_ordinal,
    n.claim_id,
    p.amount
from paid as p
left join named as n
    on p.payment_id = n.payment_id and p.segment_number = n.segment_number and p.adjustment_ordinal = n.adjustment_ordinal
