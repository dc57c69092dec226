-- grain: state of deposit_match
select
    state,
    count(*) as pairs,
    (select coalesce(sum(deposit_amount), 0) from (select distinct deposit_id, deposit_amount from deposit_match as d where d.state = m.state))
        as deposits,
    coalesce(sum(payment_amount), 0) as payments,
    count(*) filter (where is_overdue) as overdue
from deposit_match as m
group by state
order by state
