-- grain: claim (all current parts of one chain) with something owed; over-payments are never netted against it
create or replace table derived.dispute as
with timed as (
    select
        o.*,
        d.deadline,
        d.safe_deadline,
        d.sentence as deadline_sentence
    from derived.owed as o
    left join derived.deadline as d on o.agreement_id = d.agreement_id and o.basis_date = d.basis_date and o.earliest_basis_date is not distinct from d.earliest_basis_date
)

select
    t.chain_id as dispute_id,
    min(t.claim_id) as claim_id,
    any_value(t.agreement_id) as agreement_id,
    min(t.deadline) as deadline,
    min(t.safe_deadline) as safe_deadline,
    arg_min(t.deadline_sentence, t.deadline) as deadline_sentence,
    min(t.service_date) as first_service_date,
    max(t.service_date) as last_service_date,
    sum(t.line_count) as line_count,
    sum(t.expected_allowed) as expected_allowed,
    sum(t.actual_allowed) as actual_allowed,
    sum(t.variance) as shortfall,
    -- the cause that carries most of the money speaks for the claim
    arg_max(t.cause, t.variance) as cause,
    arg_max(t.cause_sentence, t.variance) as cause_sentence,
    arg_max(t.cause_confidence, t.variance) as cause_confidence
from timed as t
where not t.is_setup_question
group by t.chain_id
