-- grain: short line or short visit of the disputes asked for, the largest variance first
select
    o.*,
    coalesce('visit ' || o.visit_id, 'line ' || o.line_id) as issue_id,
    o.visit_id is not null as is_visit
from derived.owed as o
inner join derived.unit_deadline as d on o.unit_key = d.unit_key
where o.chain_id in (select unnest($disputes)) and not o.is_setup_question
-- what can no longer be brought is not asked for beside what can
qualify d.is_open or not bool_or(d.is_open) over (partition by o.chain_id)
order by o.chain_id, o.variance desc, issue_id
