-- grain: deposit or payment without a partner, or with one of another amount; overdue ones first
select
    state,
    is_overdue,
    business_days_open,
    deposit_date,
    deposit_amount,
    company_name,
    payer,
    trace,
    payment_date,
    payment_amount,
    amount_difference,
    deposit_file,
    file_name
from deposit_match
where state not in ('matched', 'matched_together', 'nonpay', 'before_bank_data', 'not_from_a_payer')
order by is_overdue desc nulls last, business_days_open desc nulls last, coalesce(deposit_date, payment_date)
limit 1000
