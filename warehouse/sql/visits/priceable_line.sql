-- grain: priceable service line, with the group of lines it is priced with: its own line, its claim, or its patient's day with this practice
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
        c.place_of_service,
        c.filing_code
    from fact.claim as c
    inner join fact.payment as p on c.payment_id = p.payment_id
),

-- of agreements that count visits, every day on which the patient had something priceable
visit as (
    select distinct
        x.agreement_id,
        patient.patient,
        x.service_date
    from derived.line_context as x
    inner join patient on x.claim_id = patient.claim_id
    where x.is_priceable and x.agreement_id in (select agreement_id from reference.agreement_period where needs_visit_number)
),

numbered as (
    select
        v.agreement_id,
        v.patient,
        v.service_date,
        t.visits_counted_since,
        count(*) as visit_number
    from visit as v
    inner join (
        select distinct agreement_id, visits_counted_since from reference.agreement_period where needs_visit_number
    ) as t on v.agreement_id = t.agreement_id
    inner join visit as before
        on
            v.agreement_id = before.agreement_id
            and v.patient = before.patient
            and before.service_date <= v.service_date
            and before.service_date >= coalesce(t.visits_counted_since, date_trunc('year', v.service_date))
    group by all
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
    case when x.needs_locality or x.needs_site then x.site_problem end as site_problem,
    case when x.needs_site then x.site end as site,
    case when x.needs_visit_number then n.visit_number end as visit_number,
    l.procedure_code as code,
    l.modifiers,
    l.units_billed - coalesce(m.denied_units, 0) as units,
    case when x.needs_charge then l.charge end as charge,
    case when x.needs_credential then x.credential end as credential,
    case when x.needs_product then patient.filing_code end as product,
    x.needs_claim
from derived.line_context as x
inner join derived.posted_line as l on x.line_id = l.line_id
inner join patient on x.claim_id = patient.claim_id
left join derived.line_amount as m on x.line_id = m.line_id
left join numbered as n
    on
        x.agreement_id = n.agreement_id
        and patient.patient = n.patient
        and x.service_date = n.service_date
        and x.visits_counted_since is not distinct from n.visits_counted_since
where x.is_priceable
