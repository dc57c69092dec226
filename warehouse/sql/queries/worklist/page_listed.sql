-- grain: dispute of the snapshot, open or expired, with what the page filters and searches by, and its place in the
-- queue
create table memory.main.listed as
with listed_dispute as (
    select *, false as is_expired from dispute_queue
    union all by name
    select *, true as is_expired from expired_disputes
    union all by name
    -- a snapshot of an earlier version has no such column
    select null::date as answered_on
    where false
),

-- lines that are short, or belong to a short visit
short_line as (
    select
        dispute_id,
        min(site) as site,
        min(practice) as practice,
        string_agg(distinct concat_ws(' ', procedure_code, nullif(replace(modifiers, ':', ' '), '')), ', ') as codes,
        sum(units_billed) as units,
        sum(charge) as charge,
        sum(patient_share) as patient_share,
        sum(paid) as paid
    from line_review
    where deadline is not null
    group by dispute_id
)

select
    e.* exclude (
        status, assignee, batch, next_action, next_action_on, disputed_on, dispute_reference, recovered_amount, answered_on
    ),
    'new' as status,
    true as is_open,
    null::varchar as assignee,
    e.agreement || '/' || e.cause as batch,
    null::varchar as next_action,
    null::date as next_action_on,
    null::date as disputed_on,
    null::date as answered_on,
    null::varchar as reference,
    null::varchar as channel,
    null::varchar as closed_reason,
    null::decimal(18, 2) as recovered_amount,
    0::bigint as version,
    e.agreement || '/' || e.cause as first_batch,
    s.* exclude (dispute_id),
    lower(concat_ws(' ', e.patient_control_number, e.payer_control_number, e.trace)) as numbers,
    lower(concat_ws(' ', e.patient_control_number, e.payer_control_number, e.trace, e.patient_first, e.patient_last)) as names,
    e.deadline - $today::date as days,
    case
        when e.is_expired or e.deadline < $today::date then 'closed'
        when e.window_is_assumed then 'assumed'
        when e.deadline is null then 'later'
        when e.deadline = $today::date then 'today'
        when e.deadline - $today::date <= 7 then 'week'
        when e.deadline - $today::date <= 31 then 'month'
        else 'later'
    end::enum ('closed', 'today', 'week', 'month', 'later', 'assumed') as closing,
    row_number() over (
        order by e.window_is_assumed, e.deadline nulls last, e.shortfall desc, e.payer_control_number, e.patient_control_number,
            e.dispute_id
    ) as by_deadline
from listed_dispute as e
left join short_line as s on e.dispute_id = s.dispute_id
