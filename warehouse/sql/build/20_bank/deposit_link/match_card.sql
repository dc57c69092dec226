-- grain: deposit and payment outside ACH whose difference a card's merchant fee explains, if neither has another
-- candidate
insert into derived.deposit_link
with same_payer_or_trace as (
    select
        deposit_id,
        unit_id,
        deposit_amount,
        unit_amount,
        payment_method
    from nearby
    union
    select
        d.deposit_id,
        u.unit_id,
        d.amount,
        u.amount,
        u.payment_method
    from open_deposit as d
    inner join open_unit as u on d.trace_key = u.trace_key
),

candidate as (
    select
        deposit_id,
        unit_id,
        count(*) over (partition by deposit_id) as units,
        count(*) over (partition by unit_id) as deposits
    from same_payer_or_trace
    where
        list_contains($card_methods, payment_method)
        and deposit_id in (select deposit_id from open_deposit) and unit_id in (select unit_id from open_unit)
        and deposit_amount > 0 and deposit_amount < unit_amount
        and (unit_amount - deposit_amount) * 100 <= unit_amount * $card_fee_percent::decimal(9, 4)
)

select
    deposit_id,
    unit_id,
    'card' as step,
    'virtual_card' as tag
from candidate
where units = 1 and deposits = 1
