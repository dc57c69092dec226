-- grain: priceable service line, with its place in the situation it is priced in
create or replace table derived.situation_line as
select
    line_id,
    visit_id,
    -- two sites on one day are two situations: a locality is a locality of one of them
    coalesce(visit_id || '|' || concat_ws('|', place_of_service, locality, site_problem), 'line ' || line_id) as group_key,
    row_number() over (
        partition by coalesce(visit_id || '|' || concat_ws('|', place_of_service, locality, site_problem), 'line ' || line_id)
        order by sequence, line_ordinal
    ) as line_in_situation
from derived.priceable_line
