-- grain: earlier_line_id
-- line paid without having been taken back, and the line of the decision that now counts for the same service: said again
-- under the same number, or paid under another number of the payer with account, day, code, modifiers, charge, units and
-- provider alike. The money of both is there until a reversal (835 guide 1.10.2.8) or a PLB takes one back; a decision that
-- deducts what was paid before (CARC B13) has done so
create or replace table derived.paid_again as
with deducted as (
    select distinct claim_id
    from derived.line_amount
    where paid_before <> 0
),

event as (
    select
        e.*,
        r.chain_id
    from derived.claim_event as e
    inner join derived.claim_role as r on e.claim_id = r.claim_id
    where e.kind = 'decision' and e.claim_id not in (select original_id from derived.reversal_pair)
),

-- the only claims that can have a line paid twice: decisions of one chain, or of one account
candidate as (
    select claim_id from event
    qualify count(*) over (partition by chain_id) > 1
    union
    select claim_id from event
    where patient <> '' and patient_control_number is not null
    qualify count(*) over (partition by payer_key, patient, patient_control_number) > 1
),

line as (
    select
        l.line_id,
        l.claim_id,
        l.service_date,
        l.procedure_code,
        list_sort(l.modifiers) as modifiers,
        l.units_billed,
        l.charge,
        l.paid,
        l.rendering_npi,
        coalesce(m.cost_share, 0) as cost_share,
        x.role,
        e.chain_id,
        e.sequence,
        e.payer_key,
        e.patient,
        e.patient_control_number,
        l.payment_id,
        row_number() over (
            partition by l.claim_id, l.service_date, l.procedure_code, list_sort(l.modifiers), l.charge, l.units_billed
            order by l.line_control_number, l.line_ordinal
        ) as alike
    from derived.posted_line as l
    inner join event as e on l.claim_id = e.claim_id
    inner join derived.line_role as x on l.line_id = x.line_id
    left join derived.line_amount as m on l.line_id = m.line_id
    where
        l.paid > 0
        and l.claim_id in (select claim_id from candidate)
        and l.line_id not in (select original_line_id from derived.line_reversal)
),

pair as (
    select
        e as earlier,
        k as later
    from line as e
    inner join line as k
        on
            e.chain_id = k.chain_id
            and e.claim_id <> k.claim_id
            and k.sequence > e.sequence
            and e.service_date is not distinct from k.service_date
            and e.procedure_code = k.procedure_code
            and e.modifiers = k.modifiers
            and e.charge = k.charge
            and e.alike = k.alike
    where e.role = 'superseded' and k.role = 'current'
    union all
    select
        e,
        k
    from line as e
    inner join line as k
        on
            e.payer_key = k.payer_key
            and e.patient = k.patient
            and e.patient_control_number = k.patient_control_number
            and e.service_date = k.service_date
            and e.procedure_code = k.procedure_code
            and e.modifiers = k.modifiers
            and e.charge = k.charge
            and e.units_billed = k.units_billed
            and e.alike = k.alike
            and coalesce(e.rendering_npi = k.rendering_npi, true)
            and e.claim_id <> k.claim_id
            and k.sequence > e.sequence
    where e.role = 'current' and k.role = 'current' and e.patient <> ''
)

select
    earlier.line_id as earlier_line_id,
    earlier.claim_id as earlier_claim_id,
    earlier.payment_id as earlier_payment_id,
    later.line_id as line_id,
    later.claim_id as claim_id,
    later.payment_id as payment_id,
    earlier.paid as earlier_paid,
    later.paid as paid,
    earlier.role = 'current' as is_other_claim,
    earlier.paid = later.paid and earlier.cost_share = later.cost_share as is_in_full
from pair
where later.claim_id not in (select claim_id from deducted)
qualify row_number() over (partition by earlier.line_id order by later.sequence desc) = 1
