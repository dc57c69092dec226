-- grain: claim event, in the order in which the payer decided
create or replace view claim_history as
select
    r.chain_id,
    row_number() over (partition by r.chain_id order by r.sequence) as event,
    c.status_code,
    c.charge,
    c.paid,
    r.role,
    r.kind,
    c.patient_control_number,
    c.payer_control_number,
    c.original_control_number,
    e.remittance_date,
    e.payment_date,
    e.first_service_date,
    f.name as file_name,
    c.segment_number,
    c.claim_id
from derived.claim_role as r
inner join derived.claim_event as e on r.claim_id = e.claim_id
inner join fact.claim as c on r.claim_id = c.claim_id
inner join fact.file as f on c.file_id = f.file_id
