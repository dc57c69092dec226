-- grain: dispute_id
-- claim (all current parts of one chain) with something owed; overpayments are never netted against it. It is open as
-- long as something of it is, and closes with the first part that is open
create or replace table derived.dispute as
with timed as (
    select
        o.*,
        r.sequence,
        d.deadline,
        d.safe_deadline,
        d.door,
        d.sentence as deadline_sentence,
        d.is_open,
        d.is_reopened,
        bool_or(d.is_open) over (partition by o.chain_id) as has_open
    from derived.owed as o
    inner join derived.claim_role as r on o.claim_id = r.claim_id
    inner join derived.unit_deadline as d on o.unit_key = d.unit_key
    where not o.is_setup_question
)

select
    t.chain_id as dispute_id,
    -- the first by the order of the decisions, not by the order in which files were read
    arg_min(t.claim_id, t.sequence) as claim_id,
    arg_min(t.agreement_id, t.sequence) as agreement_id,
    min(t.deadline) filter (where t.is_open = t.has_open) as deadline,
    min(t.safe_deadline) filter (where t.is_open = t.has_open) as safe_deadline,
    bool_or(t.basis_event <> 'amendment') as counts_window,
    arg_min(t.door, (t.deadline, t.basis_date, t.door)) filter (where t.is_open = t.has_open) as door,
    arg_min(t.is_reopened, (t.deadline, t.basis_date, t.door)) filter (where t.is_open = t.has_open) as is_reopened,
    arg_min(t.deadline_sentence, (t.deadline, t.basis_date, t.door)) filter (where t.is_open = t.has_open) as deadline_sentence,
    -- what can no longer be brought, of a dispute that is open for the rest
    coalesce(sum(t.variance) filter (where t.has_open and not t.is_open), 0)::decimal(18, 2) as expired_amount,
    min(t.determined_on) as determined_on,
    arg_min(t.earliest_determined_on, t.determined_on) as earliest_determined_on,
    min(t.service_date) as first_service_date,
    max(t.service_date) as last_service_date,
    sum(t.line_count) as line_count,
    sum(t.expected_allowed) as expected_allowed,
    sum(t.actual_allowed) as actual_allowed,
    sum(t.variance) as shortfall,
    -- the cause with the largest variance; the other columns make the choice among equals the same on every night
    arg_max(t.cause, (t.variance, t.cause)) as cause,
    arg_max(t.cause_sentence, (t.variance, t.cause, t.cause_sentence)) as cause_sentence,
    arg_max(t.cause_confidence, (t.variance, t.cause, t.cause_sentence)) as cause_confidence
from timed as t
group by t.chain_id
