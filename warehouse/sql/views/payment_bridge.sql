-- grain: payment_id, step
-- step from the claims of a payment to its amount: the claims, each kind of provider adjustment, what stays unexplained
create or replace view payment_bridge as
with step as (
    select
        payment_id,
        1 as step,
        'claims' as item,
        null as reason_code,
        'Claims paid' as label,
        null as treatment,
        claim_count as item_count,
        claims_total as amount
    from derived.payment_equation
    union all
    select
        a.payment_id,
        2,
        'provider_adjustment',
        a.reason_code,
        coalesce(any_value(k.label), 'Not in our code list'),
        coalesce(any_value(k.treatment), 'plb_unknown'),
        count(*),
        -sum(a.amount)
    from fact.provider_adjustment as a
    left join reference.provider_adjustment_code as k on upper(trim(a.reason_code)) = k.code
    group by a.payment_id, a.reason_code
    union all
    select
        payment_id,
        3,
        'off_by',
        null,
        'Left unexplained',
        null,
        null,
        off_by
    from derived.payment_equation
    where off_by is distinct from 0
    union all
    select
        payment_id,
        4,
        'payment',
        null,
        'Payment (BPR02)',
        null,
        null,
        payment_amount
    from derived.payment_equation
)

select
    f.name as file_name,
    p.trace,
    p.payer_name as payer,
    p.payment_date,
    row_number() over (partition by s.payment_id order by s.step, s.reason_code) as step,
    s.item,
    s.reason_code,
    s.label,
    s.treatment,
    s.item_count,
    s.amount,
    b.state,
    s.payment_id
from step as s
inner join derived.payment_equation as b on s.payment_id = b.payment_id
inner join fact.payment as p on s.payment_id = p.payment_id
inner join fact.file as f on p.file_id = f.file_id
