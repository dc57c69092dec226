-- grain: claim_id
-- claim that was paid late, and the interest that a state's prompt-pay law or the contract makes the payer owe and that was
-- not paid; apart from any shortage of its rate
create or replace view interest_owed as
select
    p.payer_name as payer,
    a.agreement_id as agreement,
    c.patient_control_number,
    c.payer_control_number,
    a.received_date,
    a.pay_by,
    a.payment_date,
    a.days_late,
    a.paid,
    a.interest_due,
    a.interest_paid,
    a.interest_owed,
    a.law,
    a.statute,
    a.sentence,
    f.name as file_name,
    c.segment_number,
    r.chain_id as dispute_id,
    c.claim_id
from derived.claim_interest_answer as a
inner join fact.claim as c on a.claim_id = c.claim_id
inner join fact.payment as p on c.payment_id = p.payment_id
inner join fact.file as f on c.file_id = f.file_id
inner join derived.claim_role as r on a.claim_id = r.claim_id
where a.outcome = 'owed'
