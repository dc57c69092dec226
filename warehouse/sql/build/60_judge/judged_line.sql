-- grain: line_id
-- posted service line with what its claim, its day and its history decide about it.
-- A view, because warehouse/incremental.py stores its rows when it keeps them
create or replace view derived.judged_line as
select
    f.name as file_name,
    p.payer_name as payer,
    j.agreement_id as agreement,
    c.patient_control_number,
    c.payer_control_number,
    l.line_control_number,
    l.service_date,
    l.procedure_code,
    array_to_string(l.modifiers, ':') as modifiers,
    l.units_billed,
    l.units_paid,
    l.charge,
    -- less the line's part of what its claim was adjusted by as a whole
    (l.paid - coalesce(s.amount, 0))::decimal(18, 2) as paid,
    j.patient_share,
    j.state,
    j.expected_allowed,
    case when j.state <> 'visit_priced' or j.visit_state is not null then j.actual_allowed end as actual_allowed,
    j.variance::decimal(18, 2) as variance,
    j.visit_id,
    j.situation_id,
    j.line_in_situation,
    j.reason_code,
    j.reason,
    j.practice,
    j.site,
    j.locality,
    c.place_of_service,
    j.terms_id as terms,
    l.submitted_code,
    l.allowed_reported,
    c.patient_last,
    c.patient_first,
    p.trace,
    p.payment_date,
    p.production_date as remittance_date,
    j.chain_id as dispute_id,
    l.line_ordinal,
    l.line_id,
    l.claim_id,
    l.payment_id,
    l.file_id,
    l.segment_number,
    -- what was billed, where the payer adjudicated it as another code
    e.amount as submitted_expected,
    (e.amount - j.actual_allowed)::decimal(18, 2) as submitted_variance,
    -- part of the claim's own cut that is allocated to the line
    j.claim_level_amount,
    case when j.match_reason = 'answered' then j.match_sentence end as agreement_said,
    -- what the payer allowed, also where the line is not compared with a price
    j.payer_allowed,
    j.is_completed,
    -- what Medicare pays for the line at its site; a yardstick, see contracts/pricing/yardstick.py. Medicare itself owes
    -- what its own agreement was priced at
    case
        when g.is_medicare then case when j.state like 'priced_%' then j.expected_allowed end
        else coalesce((h.amounts ->> y.place)::decimal(18, 2), round(y.amount * y.units, 2)::decimal(18, 2))
    end as medicare_amount
from derived.line_judgement as j
inner join derived.posted_line as l on j.line_id = l.line_id
inner join fact.claim as c on l.claim_id = c.claim_id
inner join fact.payment as p on l.payment_id = p.payment_id
inner join fact.file as f on l.file_id = f.file_id
left join derived.claim_level_share as s on l.line_id = s.line_id
left join derived.recoded_line as e
    on l.line_id = e.line_id and j.expected_allowed is not null and j.state like 'priced_%'
left join reference.agreement as g on j.agreement_id = g.agreement_id
left join derived.medicare_line as y on j.line_id = y.line_id
left join derived.therapy_day as d on y.day_key = d.day_key
left join derived.therapy_amount as h
    on
        d.place_of_service = h.place_of_service
        and d.locality = h.locality
        and d.rates_from = h.rates_from
        and d.services = h.services
