-- grain: posted claim not linked yet, and a key that it shares with the claims it is judged with: the payer's number,
-- the practice's account, the patient's day; and the patient, where an agreement counts visits. Every statement of a
-- night that compares claims compares them within one of these keys
insert into derived.claim_link
with claim as (
    select
        c.claim_id,
        coalesce(derived.payer_key(p.originator_id, p.originating_company, p.payer_id, p.payer_name), '') as payer_key,
        derived.patient_key(c.patient_identifier, c.subscriber_identifier, c.patient_last, c.patient_first) as patient,
        c.payer_control_number,
        c.original_control_number,
        c.patient_control_number,
        c.service_from
    from fact.claim as c
    inner join fact.payment as p on c.payment_id = p.payment_id
    inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
    anti join derived.claim_link as known on c.claim_id = known.claim_id
)

select claim_id, hash('number', payer_key, payer_control_number) as key from claim
where payer_control_number is not null
union all
select claim_id, hash('number', payer_key, original_control_number) from claim
where original_control_number <> coalesce(payer_control_number, '')
union all
-- without an account, claims of one patient may still be parts of one claim
select claim_id, hash('account', payer_key, coalesce(patient_control_number, patient)) from claim
union all
select distinct c.claim_id, hash('day', case when c.patient = '' then c.payer_key else c.patient end, coalesce(l.service_date, c.service_from))
from claim as c
left join fact.line as l on c.claim_id = l.claim_id
where coalesce(l.service_date, c.service_from) is not null
union all
select claim_id, hash('patient', patient) from claim
where patient <> '' and $counts_visits::boolean
