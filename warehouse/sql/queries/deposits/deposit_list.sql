-- grain: row of deposit_match, the longest waiting first
select *
from deposit_match
where ($state is null or state = $state) and (not $overdue or is_overdue)
order by is_overdue desc, business_days_open desc nulls last, coalesce(deposit_date, payment_date), deposit_id, payment_id
