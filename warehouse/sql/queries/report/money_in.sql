-- grain: payer with posted payments
select
    payer,
    count(*) as payment_count,
    sum(claim_count)::bigint as claim_count,
    sum(payment_amount) as payment_amount,
    max(payment_date) as last_payment
from payment_balance
where standing = 'posted'
group by payer
order by payment_amount desc nulls last, payer
