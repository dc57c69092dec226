-- grain: deposit and payment with the same TRN02 and amount; equal ones are paired in their order
insert into derived.deposit_link
with deposit as (
    select
        deposit_id,
        trace_key,
        amount,
        row_number() over (partition by trace_key, amount order by deposit_date, deposit_id) as place
    from open_deposit
),

unit as (
    select
        unit_id,
        trace_key,
        amount,
        row_number() over (partition by trace_key, amount order by payment_date, unit_id) as place
    from open_unit
)

select
    deposit.deposit_id,
    unit.unit_id,
    'trace' as step,
    null as tag
from deposit
inner join unit using (trace_key, amount, place)
