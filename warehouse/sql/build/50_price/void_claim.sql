-- grain: claim_id
-- reversed claim that needs no correction: the practice voided it (CLP09 8), or another claim pays the same service.
-- No line of its day waits for it
create or replace table derived.void_claim as
with reversed_claim as (
    select
        e.*,
        reversal.frequency_code = '8' as is_voided
    from derived.claim_role as r
    inner join derived.claim_event as e on r.claim_id = e.claim_id
    inner join derived.reversal_pair as p on r.claim_id = p.original_id
    inner join derived.claim_event as reversal on p.reversal_id = reversal.claim_id
    where r.role = 'pending_correction'
),

same_service as (
    select
        o.claim_id,
        e.claim_id as current_id,
        o.patient_control_number = e.patient_control_number as has_same_account
    from reversed_claim as o
    inner join derived.claim_event as e
        on
            o.payer_key = e.payer_key
            and o.patient = e.patient
            and o.line_set = e.line_set
            and o.first_service_date is not distinct from e.first_service_date
    inner join derived.claim_role as r on e.claim_id = r.claim_id and r.role = 'current'
    where e.kind = 'decision' and o.patient <> '' and o.line_set <> '' and not o.is_voided
),

claim_lines as (
    select
        l.claim_id,
        list_sort(list(concat_ws(
            '|', l.service_date, l.procedure_code, array_to_string(list_sort(l.modifiers), ':'), l.units_billed, l.charge
        ))) as lines,
        list_sort(list_distinct(list(l.rendering_npi))) as providers
    from derived.posted_line as l
    where l.claim_id in (select claim_id from same_service) or l.claim_id in (select current_id from same_service)
    group by l.claim_id
)

select claim_id from reversed_claim
where is_voided
union
-- two therapists may furnish the same codes on one day: under two accounts it is one service only with the same
-- therapist
select a.claim_id
from same_service as a
inner join claim_lines as o on a.claim_id = o.claim_id
inner join claim_lines as c on a.current_id = c.claim_id
where
    o.lines = c.lines
    and (
        (a.has_same_account and (o.providers = c.providers or len(o.providers) = 0 or len(c.providers) = 0))
        or (o.providers = c.providers and len(o.providers) > 0)
    )
