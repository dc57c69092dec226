-- grain: day whose place among the business days is asked for, within reach of the day of the night
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
