-- grain: posted service line, with everything that others rely on; line_review reads it
create or replace table derived.reviewed_line as
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
    l.paid,
    j.patient_share,
    j.state,
    j.expected_allowed,
    case when j.state <> 'visit_priced' or j.visit_state is not null then j.actual_allowed end as actual_allowed,
    j.variance,
    o.cause,
    d.deadline,
    d.deadline - $as_of::date as days_left,
    coalesce(d.deadline >= $as_of::date and not o.is_setup_question, false) as in_queue,
    j.visit_id,
    j.situation_id,
    j.line_in_situation,
    j.reason_code,
    j.reason,
    o.cause_sentence,
    o.cause_confidence,
    o.cause_runner_up,
    o.fits_count,
    coalesce(o.is_setup_question, false) as is_setup_question,
    d.safe_deadline,
    o.basis_date,
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
    l.segment_number
from derived.line_judgement as j
inner join derived.posted_line as l on j.line_id = l.line_id
inner join fact.claim as c on l.claim_id = c.claim_id
inner join fact.payment as p on l.payment_id = p.payment_id
inner join fact.file as f on l.file_id = f.file_id
left join derived.owed as o
    on case when j.state = 'visit_priced' then 'visit ' || j.visit_id else 'line ' || j.line_id end = o.unit_key
left join derived.deadline as d on o.agreement_id = d.agreement_id and o.basis_date = d.basis_date and o.earliest_basis_date is not distinct from d.earliest_basis_date
