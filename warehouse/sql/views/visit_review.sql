-- grain: visit_id
-- patient day of an agreement that pays by the visit, or claim of one that compares prices and charges by the claim
create or replace view visit_review as
select
    v.visit_id,
    v.expected_allowed,
    v.actual_allowed,
    v.variance,
    v.state,
    v.agreement_id as agreement,
    v.service_date,
    v.line_count,
    c.patient_control_number,
    c.payer_control_number,
    v.situation_id,
    v.reason as reason_code,
    v.sentence as reason
from derived.visit_judgement as v
inner join fact.claim as c on v.first_claim_id = c.claim_id
