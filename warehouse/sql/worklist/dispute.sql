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
),

-- every order of the queue as a number; apart from the rest, so that what is sorted is narrow
placed as (
    select
        dispute_id,
        claim_id,
        row_number() over (
            order by window_is_assumed, deadline nulls last, shortfall desc, dispute_id, claim_id
        ) as by_deadline,
        row_number() over (order by shortfall, dispute_id, claim_id) as by_shortfall,
        row_number() over (order by payer, agreement, deadline, dispute_id, claim_id) as by_payer,
        row_number() over (order by patient_control_number, dispute_id, claim_id) as by_claim,
        row_number() over (order by patient_last, patient_first, dispute_id, claim_id) as by_patient,
        row_number() over (order by first_service_date, dispute_id, claim_id) as by_service,
        row_number() over (order by cause, deadline, dispute_id, claim_id) as by_cause
    from listed
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
    p.* exclude (dispute_id, claim_id)
from listed as l
inner join placed as p on l.dispute_id = p.dispute_id and l.claim_id = p.claim_id
left join short_line as s on l.claim_id = s.claim_id
order by by_deadline
