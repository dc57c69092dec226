-- grain: state of payments
select
    state,
    count(*) as payment_count,
    sum(payment_amount) as payment_amount,
    sum(off_by) as off_by
from payment_balance
group by state
order by payment_count desc, state
