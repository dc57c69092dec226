-- grain: priceable service line, with the group of lines it is priced with: its own line, or its patient's day with this practice
create or replace table derived.priceable_line as
with patient as (
    select
        c.claim_id,
        coalesce(
            c.patient_identifier,
            c.subscriber_identifier || '|' || coalesce(c.patient_first, ''),
            c.patient_last || '|' || c.patient_first,
            'claim ' || c.claim_id
        ) as patient,
        coalesce(p.payee_tin, p.payee_npi, p.payee_id, '') as payee,
        c.place_of_service
    from fact.claim as c
    inner join fact.payment as p on c.payment_id = p.payment_id
)

select
    x.line_id,
    x.claim_id,
    x.sequence,
    l.line_ordinal,
    x.agreement_id,
    x.period_start,
    x.compare,
    case when x.needs_visit or x.compare = 'visit'
        then left(sha256(concat_ws('|', x.agreement_id, patient.payee, patient.patient, x.service_date)), 16)
    end as visit_id,
    case when x.needs_place_of_service then patient.place_of_service end as place_of_service,
    case when x.needs_locality then x.locality end as locality,
    case when x.needs_locality then x.site_problem end as site_problem,
    l.procedure_code as code,
    l.modifiers,
    l.units_billed - coalesce(m.denied_units, 0) as units,
    case when x.needs_charge then l.charge end as charge
from derived.line_context as x
inner join derived.posted_line as l on x.line_id = l.line_id
inner join patient on x.claim_id = patient.claim_id
left join derived.line_amount as m on x.line_id = m.line_id
where x.is_priceable
