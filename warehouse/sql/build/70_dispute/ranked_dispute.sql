-- grain: dispute_id
-- dispute, open or expired, ranked by closing window, then by dollars, then by the payer's claim number
create or replace table derived.ranked_dispute as
select
    row_number() over (
        partition by coalesce(d.deadline < $as_of::date, false)
        order by d.deadline nulls last, d.shortfall desc, c.payer_control_number, c.patient_control_number, d.dispute_id
    ) as rank,
    d.deadline,
    d.deadline - $as_of::date as days_left,
    d.safe_deadline,
    p.payer_name as payer,
    d.agreement_id as agreement,
    c.patient_control_number,
    c.payer_control_number,
    d.first_service_date,
    d.last_service_date,
    d.line_count,
    d.expected_allowed,
    d.actual_allowed,
    d.shortfall,
    d.cause,
    d.cause_sentence,
    d.cause_confidence,
    d.agreement_id || '/' || d.cause as batch,
    'new' as status,
    null::varchar as assignee,
    d.deadline_sentence,
    -- what an amendment or the law grants is nobody's assumption
    a.window_is_assumed and d.counts_window and not d.is_reopened as window_is_assumed,
    c.patient_last,
    c.patient_first,
    p.trace,
    f.name as file_name,
    d.dispute_id,
    d.claim_id,
    coalesce(d.deadline < $as_of::date, false) as is_expired,
    $as_of::date as as_of,
    d.door,
    d.expired_amount
from derived.dispute as d
inner join fact.claim as c on d.claim_id = c.claim_id
inner join fact.payment as p on c.payment_id = p.payment_id
inner join fact.file as f on c.file_id = f.file_id
inner join reference.agreement as a on d.agreement_id = a.agreement_id
