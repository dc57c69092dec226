-- grain: deposit and payment of one payer with equal amount and near dates, where neither has another candidate
insert into derived.deposit_link
with candidate as (
    select
        deposit_id,
        unit_id,
        count(*) over (partition by deposit_id) as units,
        count(*) over (partition by unit_id) as deposits
    from nearby
    where
        deposit_amount = unit_amount
        -- a trace that names another open payment or deposit is stronger than an equal amount
        and (deposit_trace is null or deposit_trace not in (select trace_key from open_unit where trace_key is not null))
        and (unit_trace is null or unit_trace not in (select trace_key from open_deposit where trace_key is not null))
)

select
    deposit_id,
    unit_id,
    'payer_amount_date' as step,
    null as tag
from candidate
where units = 1 and deposits = 1
