-- grain: short line or short visit of the disputes asked for, the largest variance first
select
    o.*,
    coalesce('visit ' || o.visit_id, 'line ' || o.line_id) as issue_id,
    o.visit_id is not null as is_visit
from derived.owed as o
where o.chain_id in (select unnest($disputes)) and not o.is_setup_question
order by o.chain_id, o.variance desc, issue_id
