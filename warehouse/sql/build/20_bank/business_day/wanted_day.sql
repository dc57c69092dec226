-- grain: distinct day of a deposit, of a payment, or of the night
-- Days far from the night are left out: a date may be a typing error, and business days are counted one by one
select distinct day
from (
    select deposit_date as day from derived.bank_row
    union all
    select payment_date from derived.money_unit
    union all
    select $as_of::date
)
where day between $as_of::date - interval 30 year and $as_of::date + interval 5 year
order by day
