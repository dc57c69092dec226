-- grain: distinct percent, amount and sequestration taken of it
select distinct
    percent,
    paid_before,
    taken
from derived.sequestered
where paid_before is not null
order by all
