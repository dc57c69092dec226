-- grain: open deposit and open payment of one payer, at most so many business days apart
create or replace temp table nearby as
with deposit_key as (
    select distinct
        deposit_id,
        unnest([originator_key, company_key]) as payer_key
    from open_deposit
),

unit_key as (
    select distinct
        unit_id,
        unnest([originator_key, company_key]) as payer_key
    from open_unit
)

select distinct
    d.deposit_id,
    u.unit_id,
    d.amount as deposit_amount,
    u.amount as unit_amount,
    u.payment_method,
    d.trace_key as deposit_trace,
    u.trace_key as unit_trace
from deposit_key as dk
inner join unit_key as uk on dk.payer_key = uk.payer_key
inner join open_deposit as d on dk.deposit_id = d.deposit_id
inner join open_unit as u on uk.unit_id = u.unit_id
inner join reference.business_day as arrived on d.deposit_date = arrived.day
inner join reference.business_day as paid on u.payment_date = paid.day
where abs(arrived.ordinal - paid.ordinal) <= $date_window_business_days
