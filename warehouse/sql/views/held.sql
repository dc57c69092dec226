-- grain: held_id
-- container that was not accepted as it came: file, payment, claim or line, the smallest one that fails
create or replace view held as
with failing as (
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
            when 'unreadable' then 'The payment amount (BPR02) is missing or is no amount; nothing of this payment is posted.'
            when 'truncated' then 'The transaction breaks off (no SE) and does not add up; nothing of it is posted. Ask for the file again.'
            when 'not_evaluable' then 'A claim or provider adjustment amount is missing or unreadable, so the payment cannot be proved.'
            else 'Claims paid less provider adjustments do not add up to the payment; posted as it came, with the difference shown.'
        end,
        null,
        p.segment_number,
        coalesce(f.sha256, md5(f.name))
    from derived.payment_equation as b
    inner join fact.payment as p on b.payment_id = p.payment_id
    inner join fact.file as f on p.file_id = f.file_id
    where b.state in ('off_by', 'not_evaluable', 'unreadable', 'truncated')
    union all
    select
        f.name,
        'claim',
        case when cb.off_by is null then 'claim_not_evaluable' else 'claim_off_by' end,
        cb.off_by,
        'Charge less adjustments is not what the claim says was paid; posted, never disputed.',
        c.patient_control_number,
        c.segment_number,
        coalesce(f.sha256, md5(f.name))
    from derived.claim_balance as cb
    inner join fact.claim as c on cb.claim_id = c.claim_id
    inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
    inner join fact.file as f on c.file_id = f.file_id
    where cb.is_held
    union all
    select
        f.name,
        'line',
        case when lb.off_by is null then 'line_not_evaluable' else 'line_off_by' end,
        lb.off_by,
        'Charge less adjustments is not what the line says was paid; posted, never disputed.',
        c.patient_control_number,
        l.segment_number,
        coalesce(f.sha256, md5(f.name))
    from derived.line_balance as lb
    inner join fact.line as l on lb.line_id = l.line_id
    inner join fact.claim as c on l.claim_id = c.claim_id
    inner join derived.payment_standing as s on l.payment_id = s.payment_id and s.standing = 'posted'
    inner join fact.file as f on l.file_id = f.file_id
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
