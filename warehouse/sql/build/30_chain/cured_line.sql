-- grain: line_id
-- denied line, and the line of a later claim under another number that paid the same: same patient, account, day, code,
-- charge and units, by the same provider. What was denied was sent anew and is decided (835 guide 1.10.2.8 asks for no
-- reversal of a claim that was never paid). A repeat by its modifier is another service
create or replace table derived.cured_line as
with event as (
    select e.*
    from derived.claim_event as e
    inner join derived.claim_role as r on e.claim_id = r.claim_id and r.role = 'current'
    where e.kind in ('decision', 'denied_replacement') and e.patient <> '' and e.patient_control_number is not null
    qualify count(*) over (partition by e.payer_key, e.patient, e.patient_control_number) > 1
),

line as (
    select
        l.line_id,
        l.service_date,
        l.procedure_code,
        l.charge,
        l.units_billed,
        list_sort(list_filter(l.modifiers, lambda m: list_contains(['76', '77', 'XE', 'XP'], m))) as repeats,
        l.rendering_npi,
        l.paid,
        e.claim_id,
        e.payer_key,
        e.patient,
        e.patient_control_number,
        e.payer_control_number,
        e.payment_id,
        e.remittance_date,
        e.sequence,
        d.state as disposition,
        row_number() over (
            partition by l.claim_id, l.service_date, l.procedure_code, l.charge, l.units_billed, l.paid > 0
            order by l.line_control_number, l.line_ordinal
        ) as alike
    from derived.posted_line as l
    inner join event as e on l.claim_id = e.claim_id
    inner join derived.line_pattern as p on l.line_id = p.line_id
    inner join derived.disposition as d on p.pattern = d.pattern
)

select
    o.line_id,
    k.line_id as cured_by_line_id
from line as o
inner join line as k
    on
        o.payer_key = k.payer_key
        and o.patient = k.patient
        and o.patient_control_number = k.patient_control_number
        and o.service_date = k.service_date
        and o.procedure_code = k.procedure_code
        and o.charge = k.charge
        and o.units_billed = k.units_billed
        and o.repeats = k.repeats
        and o.alike = k.alike
        and coalesce(o.rendering_npi = k.rendering_npi, true)
        and k.payer_control_number is distinct from o.payer_control_number
        and k.remittance_date > o.remittance_date
where
    o.paid = 0
    and o.disposition in ('denied_correctable', 'denied_appealable', 'denied_final', 'timely_filing', 'bundled')
    and k.paid > 0
    and k.disposition = 'payable'
    and k.line_id not in (select original_line_id from derived.line_reversal)
qualify row_number() over (partition by o.line_id order by k.sequence) = 1
