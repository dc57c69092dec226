-- grain: held_id
-- container that was not accepted as it came: file, payment, claim or line, the smallest one that fails
create or replace view held as
with unreadable as (
    -- element and segment of what cannot be read, never the value
    select distinct
        payment_id,
        claim_id,
        line_id,
        segment_number,
        case
            when code like 'payment_amount_%' or code like 'provider_adjustment_amount_%' then 'payment'
            -- of a claim's amounts the payment is proved by what was paid
            when code like 'claim_amount_%' and detail = 'CLP04' then 'paid'
            when code like 'claim_amount_%' then 'claim'
            when code like 'line_amount_%' then 'line'
            else 'adjustment'
        end as of_what,
        coalesce(detail, 'An amount') || case
            when code like '%_missing' then ' is missing'
            when code like '%_below_cent' then ' has a fraction of a cent'
            when code like '%_implausible' then ' is ten billion dollars or more'
            else ' is not an X12 number'
        end || ' (segment ' || segment_number || ')' as what
    from fact.finding
    where regexp_matches(code, '^(payment|claim|line|adjustment|provider_adjustment)_amount_')
),

named as (
    select
        container,
        id,
        array_to_string(list(what order by segment_number, what)[1:3], ', ')
        || case when count(*) > 3 then ' and ' || (count(*) - 3) || ' more' else '' end as what
    from (
        select 'payment' as container, payment_id as id, segment_number, what from unreadable where of_what in ('payment', 'paid')
        union all
        select 'claim', claim_id, segment_number, what from unreadable where of_what in ('claim', 'paid', 'adjustment')
        union all
        select 'line', line_id, segment_number, what from unreadable where of_what in ('line', 'adjustment')
    )
    where id is not null
    group by container, id
),

failing as (
    select
        f.name as file_name,
        'file' as container,
        coalesce(f.reason_code, 'not_an_835') as code,
        null::decimal(18, 2) as off_by,
        coalesce(f.reason, 'No 835 transaction was found in this file.') as reason,
        null::varchar as patient_control_number,
        null::bigint as segment_number,
        coalesce(f.sha256, md5(f.name)) as sha256
    from fact.file as f
    where f.receipt = 'refused' or (f.receipt = 'read' and not coalesce(f.is_835, false))
    union all
    select
        f.name,
        'payment',
        case when b.state = 'unreadable' then 'payment_amount_unreadable' else 'payment_' || b.state end,
        b.off_by,
        case b.state
            when 'unreadable' then coalesce(n.what, 'The payment has no amount (BPR02)') || ': nothing of this payment is posted.'
            when 'truncated' then 'The transaction breaks off (no SE) and does not add up; nothing of it is posted. Ask for the file again.'
            when 'not_evaluable'
                then 'The payment cannot be proved: ' || coalesce(n.what, 'an amount of a claim or provider adjustment is absent') || '.'
            else format(
                'The payment is {:.2f} {} than claims paid less provider adjustments add up to; posted as it came.',
                abs(b.off_by), if(b.off_by > 0, 'more', 'less')
            )
        end,
        null,
        p.segment_number,
        coalesce(f.sha256, md5(f.name))
    from derived.payment_equation as b
    inner join fact.payment as p on b.payment_id = p.payment_id
    inner join fact.file as f on p.file_id = f.file_id
    left join named as n on n.container = 'payment' and b.payment_id = n.id
    where b.state in ('off_by', 'not_evaluable', 'unreadable', 'truncated')
    union all
    select
        f.name,
        'claim',
        case when cb.off_by is null then 'claim_not_evaluable' else 'claim_off_by' end,
        cb.off_by,
        case
            when cb.off_by is null
                then 'The claim cannot be proved: ' || coalesce(n.what, 'an amount is absent') || '; posted, never disputed.'
            else format(
                'Charge less adjustments is {:.2f} {} than the claim says was paid; posted, never disputed.',
                abs(cb.off_by), if(cb.off_by > 0, 'more', 'less')
            )
        end,
        c.patient_control_number,
        c.segment_number,
        coalesce(f.sha256, md5(f.name))
    from derived.claim_balance as cb
    inner join fact.claim as c on cb.claim_id = c.claim_id
    inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
    inner join fact.file as f on c.file_id = f.file_id
    left join named as n on n.container = 'claim' and cb.claim_id = n.id
    where cb.is_held
    union all
    select
        f.name,
        'line',
        case when lb.off_by is null then 'line_not_evaluable' else 'line_off_by' end,
        lb.off_by,
        case
            when lb.off_by is null
                then 'The line cannot be proved: ' || coalesce(n.what, 'an amount is absent') || '; posted, never disputed.'
            else format(
                'Charge less adjustments is {:.2f} {} than the line says was paid; posted, never disputed.',
                abs(lb.off_by), if(lb.off_by > 0, 'more', 'less')
            )
        end,
        c.patient_control_number,
        l.segment_number,
        coalesce(f.sha256, md5(f.name))
    from derived.line_balance as lb
    inner join fact.line as l on lb.line_id = l.line_id
    inner join fact.claim as c on l.claim_id = c.claim_id
    inner join derived.payment_standing as s on l.payment_id = s.payment_id and s.standing = 'posted'
    inner join fact.file as f on l.file_id = f.file_id
    left join named as n on n.container = 'line' and lb.line_id = n.id
    where lb.off_by is distinct from 0
)

select
    h.file_name,
    h.container,
    h.code,
    h.off_by,
    r.released_at,
    h.reason,
    h.patient_control_number,
    h.segment_number,
    concat_ws('.', h.sha256, h.container, h.segment_number) as held_id,
    r.released_by,
    r.reason as release_reason
from failing as h
left join derived.released as r on concat_ws('.', h.sha256, h.container, h.segment_number) = r.held_id
