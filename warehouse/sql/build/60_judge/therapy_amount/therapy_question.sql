-- grain: distinct place, locality, first day of the rates, and therapy services of a day
select distinct
    place_of_service,
    locality,
    rates_from,
    services
from derived.therapy_day
order by all
