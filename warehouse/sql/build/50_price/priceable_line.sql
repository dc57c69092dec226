-- grain: line_id
-- priceable service line, with what its price depends on
create or replace table derived.priceable_line as
with claim_patient as (
    select
        claim_id,
        case when patient = '' then 'claim ' || claim_id else patient end as patient
    from derived.claim_event
),

patient as (
    select
        c.claim_id,
        e.patient,
        c.place_of_service,
        c.filing_code
    from fact.claim as c
    inner join claim_patient as e on c.claim_id = e.claim_id
)

select
    x.line_id,
    x.claim_id,
    x.sequence,
    l.line_ordinal,
    x.agreement_id,
    x.period_start,
    x.compare,
    y.visit_id,
    case when x.needs_place_of_service then patient.place_of_service end as place_of_service,
    case when x.needs_locality then x.locality end as locality,
    case when x.needs_locality or x.needs_site then x.site_problem end as site_problem,
    case when x.needs_site then x.site end as site,
    case when x.needs_visit_number then n.visit_number end as visit_number,
    l.procedure_code as code,
    l.modifiers,
    l.units_billed - coalesce(m.denied_units, 0) as units,
    -- where units were denied by an adjustment of their own, the charge of the other units is compared: their part of
    -- the charge in whole cents, half up; in integers, because SQL divides decimals as floating point
    case
        -- where codes were bundled into another one, their charges were moved onto its line; where a code was
        -- unbundled, only the first line has a charge, and the charge of the others is unknown
        when x.needs_charge and l.submitted_code <> l.procedure_code and m.moved_charge > 0
            then nullif(l.charge, 0) + m.moved_charge
        when x.needs_charge and m.denied_units > 0 and m.denied_units < l.units_billed and l.charge > 0
            then (
                (2 * (l.charge * 100)::hugeint * ((l.units_billed - m.denied_units) * 10000)::hugeint + (l.units_billed * 10000)::hugeint)
                // (2 * (l.units_billed * 10000)::hugeint)
            )::decimal(18, 0) * 0.01::decimal(3, 2)
        when x.needs_charge then l.charge
    end::decimal(18, 2) as charge,
    case when x.needs_credential then x.credential end as credential,
    case when x.needs_product then patient.filing_code end as product,
    x.needs_claim,
    case when x.needs_provider then l.rendering_npi end as rendering_npi,
    x.needs_participant and x.by_participant as by_participant
from derived.line_context as x
inner join derived.posted_line as l on x.line_id = l.line_id
inner join patient on x.claim_id = patient.claim_id
left join derived.patient_day as y on x.line_id = y.line_id
left join derived.line_amount as m on x.line_id = m.line_id
left join derived.visit_number as n
    on
        x.agreement_id = n.agreement_id
        and patient.patient = n.patient
        and x.service_date = n.service_date
        and x.visits_counted_since is not distinct from n.visits_counted_since
        and x.visits_year_begins is not distinct from n.visits_year_begins
        and x.visits_episode_days is not distinct from n.visits_episode_days
where x.is_priceable
