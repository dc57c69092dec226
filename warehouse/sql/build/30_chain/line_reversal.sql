-- grain: reversal_line_id
-- line that takes back one line of an earlier decision, where no reversal of the whole claim does: the reversal of some of
-- its lines only (X12 RFI 1733), or a line below zero in a decision. One to one, by payer, patient, number or account,
-- day, code, modifiers, charge and payment; a reversal whose lines are not all known takes back none of them
create or replace table derived.line_reversal as
with event as (
    select *
    from derived.claim_event
    where
        kind <> 'predetermination'
        and claim_id not in (select reversal_id from derived.reversal_pair)
        and claim_id not in (select original_id from derived.reversal_pair)
),

-- the only patients of whom a line can be taken back
taken_from as (
    select distinct
        payer_key,
        patient
    from event
    where
        kind = 'reversal'
        or claim_id in (select claim_id from derived.posted_line where least(charge, paid) < 0)
),

line as (
    select
        l.line_id,
        l.claim_id,
        l.service_date,
        l.procedure_code,
        list_sort(l.modifiers) as modifiers,
        l.line_control_number,
        abs(l.charge) as charge,
        abs(l.paid) as paid,
        least(l.charge, l.paid) < 0 as is_below_zero,
        e.kind,
        e.payer_key,
        e.patient,
        e.patient_control_number,
        coalesce(e.original_control_number, e.payer_control_number) as named_number,
        e.payer_control_number,
        e.payment_id,
        e.remittance_date,
        e.sequence
    from derived.posted_line as l
    inner join event as e on l.claim_id = e.claim_id
    semi join taken_from as t on e.payer_key = t.payer_key and e.patient = t.patient
),

fit as (
    select
        r.line_id as reversal_line_id,
        r.claim_id as reversal_id,
        r.kind,
        r.sequence as reversed_at,
        o.line_id as original_line_id,
        o.sequence
    from line as r
    inner join line as o
        on
            r.payer_key = o.payer_key
            and r.patient = o.patient
            and (r.named_number = o.payer_control_number or r.patient_control_number = o.patient_control_number)
            and r.service_date = o.service_date
            and r.procedure_code = o.procedure_code
            and r.modifiers = o.modifiers
            and coalesce(r.line_control_number = o.line_control_number, true)
            and r.charge = o.charge
            and r.paid = o.paid
            and r.line_id <> o.line_id
            and (
                o.remittance_date < r.remittance_date
                or (o.remittance_date = r.remittance_date and (o.payment_id <> r.payment_id or o.sequence <= r.sequence))
            )
    where (r.kind = 'reversal' or r.is_below_zero) and o.kind <> 'reversal' and not o.is_below_zero and r.patient <> ''
),

-- the latest decision before it, and of what two take back, the first of them
nearest as (
    select * from (
        select * from fit
        qualify row_number() over (partition by reversal_line_id order by sequence desc, original_line_id) = 1
    )
    qualify row_number() over (partition by original_line_id order by reversed_at, reversal_line_id) = 1
),

asked as (
    select
        claim_id,
        count(*) as lines
    from line
    where kind = 'reversal'
    group by claim_id
)

select
    n.reversal_line_id,
    n.original_line_id
from nearest as n
left join asked as a on n.reversal_id = a.claim_id
qualify a.lines is null or count(*) over (partition by n.reversal_id) = a.lines
