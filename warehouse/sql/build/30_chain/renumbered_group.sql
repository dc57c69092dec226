-- grain: group_key
-- claim group under a new payer control number that replaces a reversed one and does not name it: the one claim of that
-- account and those days that begins in the remittance of the reversal, where it is the only candidate
create or replace table derived.renumbered_group as
with event as (
    select
        e.*,
        g.group_key,
        min(e.sequence) over (partition by g.group_key) = e.sequence as is_first
    from derived.claim_event as e
    inner join derived.claim_group as g on e.claim_id = g.claim_id
),

decided_beside as (
    select *
    from event
    where
        kind in ('decision', 'denied_replacement', 'pended')
        and payment_id in (select payment_id from derived.claim_event where kind = 'reversal')
)

select
    f.group_key,
    o.group_key as parent_key
from derived.reversal_pair as p
inner join event as o on p.original_id = o.claim_id
inner join derived.claim_event as r on p.reversal_id = r.claim_id
inner join decided_beside as f
    on
        r.payment_id = f.payment_id
        and f.is_first
        and f.patient = o.patient
        and f.patient_control_number = o.patient_control_number
        and f.first_service_date = o.first_service_date
        and f.last_service_date = o.last_service_date
        and f.group_key <> o.group_key
where
    f.patient <> ''
    -- the reversed group itself is decided again there
    and (r.payment_id, o.group_key) not in (select (payment_id, group_key) from decided_beside)
qualify
    count(*) over (partition by f.group_key) = 1
    and count(*) over (partition by o.claim_id) = 1
