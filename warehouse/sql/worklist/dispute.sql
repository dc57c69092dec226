-- grain: dispute of the snapshot, open or expired, with all that the page filters, sorts and searches by
create table memory.main.dispute as
with listed as (
    select *, false as is_expired from dispute_queue
    union all by name
    select *, true as is_expired from expired_disputes
),

-- the lines that are owed something; a visit's lines count with their visit
short_line as (
    select
        claim_id,
        min(site) as site,
        min(practice) as practice,
        string_agg(distinct concat_ws(' ', procedure_code, nullif(replace(modifiers, ':', ' '), '')), ', ') as codes,
        sum(units_billed) as units,
        sum(charge) as charge,
        sum(patient_share) as patient_share,
        sum(paid) as paid
    from line_review
    where deadline is not null
    group by claim_id
)

select
    l.* exclude (status, assignee, batch, next_action, next_action_on, disputed_on, dispute_reference, recovered_amount),
    'new' as status,
    null::varchar as assignee,
    l.agreement || '/' || l.cause as batch,
    null::varchar as next_action,
    null::date as next_action_on,
    null::date as disputed_on,
    null::varchar as reference,
    null::varchar as channel,
    null::varchar as closed_reason,
    null::decimal(18, 2) as recovered_amount,
    0::bigint as version,
    l.agreement || '/' || l.cause as first_batch,
    s.* exclude (claim_id),
    lower(concat_ws(' ', l.patient_control_number, l.payer_control_number, l.trace)) as numbers,
    lower(concat_ws(' ', l.patient_control_number, l.payer_control_number, l.trace, l.patient_first, l.patient_last)) as names,
    row_number() over (
        order by l.window_is_assumed, l.deadline nulls last, l.shortfall desc, l.dispute_id, l.claim_id
    ) as by_deadline,
    row_number() over (order by l.shortfall, l.dispute_id, l.claim_id) as by_shortfall,
    row_number() over (order by l.payer, l.agreement, l.deadline, l.dispute_id, l.claim_id) as by_payer,
    row_number() over (order by l.patient_control_number, l.dispute_id, l.claim_id) as by_claim,
    row_number() over (order by l.patient_last, l.patient_first, l.dispute_id, l.claim_id) as by_patient,
    row_number() over (order by l.first_service_date, l.dispute_id, l.claim_id) as by_service,
    row_number() over (order by l.cause, l.deadline, l.dispute_id, l.claim_id) as by_cause
from listed as l
left join short_line as s on l.claim_id = s.claim_id
