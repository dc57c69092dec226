-- grain: visit_id
-- visit whose lines cannot all be priced together: a line is undecided, the lines are in several situations, or a claim
-- that is compared as a whole has lines in another visit
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
union
select y.visit_id
from derived.patient_day as y
inner join derived.line_context as x on y.line_id = x.line_id and x.compare = 'claim' and x.needs_visit
qualify min(y.visit_id) over (partition by x.claim_id) <> max(y.visit_id) over (partition by x.claim_id)
