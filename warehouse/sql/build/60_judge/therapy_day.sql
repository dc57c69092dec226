-- grain: day_key
-- patient's day with several therapy units, as a question to Medicare's rules: codes and units in their order, as JSON
create or replace table derived.therapy_day as
select
    day_key,
    any_value(place_of_service) as place_of_service,
    any_value(locality) as locality,
    any_value(rates_from) as rates_from,
    to_json(list({'code': code, 'units': regexp_replace(units::varchar, '\.?0+$', '')} order by place))::varchar as services
from derived.medicare_line
where day_key is not null
group by day_key
having sum(units) > 1
