-- grain: open deposit, with the open payments of its payer that could add up to it, in a fixed order
with payment_list as (
    select
        n.deposit_id,
        n.deposit_amount,
        list(n.unit_id order by n.unit_amount, n.unit_id) as unit_ids,
        list(n.unit_amount order by n.unit_amount, n.unit_id) as amounts
    from nearby as n
    inner join open_deposit as d on n.deposit_id = d.deposit_id
    inner join open_unit as u on n.unit_id = u.unit_id
    where n.unit_amount > 0 and n.unit_amount < n.deposit_amount and u.moves_money
    group by n.deposit_id, n.deposit_amount
    -- among more payments some add up to any amount
    having count(*) between 2 and $most_candidates
)

select
    deposit_id,
    deposit_amount,
    unit_ids,
    amounts
from payment_list
order by deposit_id
