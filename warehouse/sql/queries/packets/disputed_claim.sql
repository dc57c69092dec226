-- grain: dispute asked for, with what its remittance says about payer, payee and patient
with asked as (
    select dispute_id, claim_id, agreement from dispute_queue where dispute_id in (select unnest($disputes))
    union all
    select dispute_id, claim_id, agreement from expired_disputes where dispute_id in (select unnest($disputes))
),

telephone as (
    select payment_id, arg_min(number, segment_number) as payer_phone
    from fact.contact
    where
        function_code = 'CX' and qualifier = 'TE'
        and payment_id in (select c.payment_id from fact.claim as c inner join asked as q on c.claim_id = q.claim_id)
    group by payment_id
)

select
    q.dispute_id,
    c.patient_control_number,
    c.payer_control_number,
    c.patient_last,
    c.patient_first,
    coalesce(c.patient_identifier, c.subscriber_identifier) as member_id,
    c.group_number,
    c.filing_code,
    p.payer_name,
    p.payee_name,
    p.payee_tin,
    p.payee_npi,
    p.trace,
    p.payment_date,
    p.production_date as remittance_date,
    p.segment_number as payment_segment,
    t.payer_phone,
    a.name as agreement_name,
    a.fingerprint,
    s.channel,
    s.form,
    s.address,
    s.level
from asked as q
inner join fact.claim as c on q.claim_id = c.claim_id
inner join fact.payment as p on c.payment_id = p.payment_id
inner join reference.agreement as a on q.agreement = a.agreement_id
left join telephone as t on c.payment_id = t.payment_id
left join reference.submission as s on a.agreement_id = s.agreement_id
