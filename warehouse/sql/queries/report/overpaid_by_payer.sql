-- grain: payer with overpayments
select
    payer,
    count(*) as over_count,
    sum(over_amount) as over_amount,
    min(return_by) as return_by,
    any_value(return_rule) as return_rule
from overpayment
group by payer
order by payer
