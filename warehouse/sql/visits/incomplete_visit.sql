-- grain: visit whose lines cannot all be priced together: one is undecided, or they fall to several places
create or replace table derived.incomplete_visit as
select visit_id
from derived.patient_day
where is_undecided
union
select visit_id
from derived.situation_line
where visit_id is not null
group by visit_id
having count(distinct group_key) > 1
