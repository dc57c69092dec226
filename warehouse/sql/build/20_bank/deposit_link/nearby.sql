-- grain: open deposit and open payment of one payer, at most $date_window_business_days apart
create or replace temp table nearby as
-- one row for each business day of the window: an equality join, instead of comparing all pairs of a payer
with deposit_day as (
    select distinct
        d.deposit_id,
        unnest([d.originator_key, d.company_key]) as payer_key,
        reach.ordinal
    from open_deposit as d
    inner join reference.business_day as arrived on d.deposit_date = arrived.day
    cross join lateral (
        select unnest(
            range(arrived.ordinal - $date_window_business_days, arrived.ordinal + $date_window_business_days + 1)
        ) as ordinal
    ) as reach
),

unit_day as (
    select distinct
        u.unit_id,
        unnest([u.originator_key, u.company_key]) as payer_key,
        paid.ordinal
    from open_unit as u
    inner join reference.business_day as paid on u.payment_date = paid.day
),

pair as (
    select distinct
        dd.deposit_id,
        ud.unit_id
    from deposit_day as dd
    inner join unit_day as ud on dd.payer_key = ud.payer_key and dd.ordinal = ud.ordinal
)

select
    pair.deposit_id,
    pair.unit_id,
    d.amount as deposit_amount,
    u.amount as unit_amount,
    u.payment_method,
    d.trace_key as deposit_trace,
    u.trace_key as unit_trace
from pair
inner join open_deposit as d on pair.deposit_id = d.deposit_id
inner join open_unit as u on pair.unit_id = u.unit_id
