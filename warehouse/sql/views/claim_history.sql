-- grain: claim_id
-- claim as an event of the payer's decisions, in their order
create or replace view claim_history as
select
    r.chain_id,
    row_number() over (partition by r.chain_id order by r.sequence) as event,
    c.status_code,
    c.charge,
    c.paid,
    r.role,
    r.kind,
    case
        when r.role = 'reversal_orphan' then 'Takes back a decision that is not on file: ' || abs(c.paid) || ' paid.'
        when r.kind = 'reversal' then 'Takes back an earlier decision: ' || abs(c.paid) || ' paid on ' || abs(c.charge) || ' charged.'
        when r.kind = 'predetermination' then 'An estimate before the service; nothing was paid.'
        when r.kind = 'pended' then 'Not decided yet.'
        when r.kind = 'duplicate_denial' then 'Denied as a duplicate of something decided before.'
        when r.kind = 'denied_replacement'
            then 'Denied as a replacement: nothing paid on ' || c.charge || ' charged; what it was to replace is not undone by it.'
        when r.role = 'superseded' then 'Decided: ' || c.paid || ' paid on ' || c.charge || ' charged; replaced since.'
        when r.role = 'pending_correction' then 'Decided: ' || c.paid || ' paid on ' || c.charge || ' charged; taken back, no correction yet.'
        when c.paid = 0 then 'Decided: nothing paid on ' || c.charge || ' charged; this is what stands.'
        else 'Decided: ' || c.paid || ' paid on ' || c.charge || ' charged; this is what stands.'
    end as story,
    w.state,
    w.reason,
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
left join derived.whole_claim_state as w on r.claim_id = w.claim_id
