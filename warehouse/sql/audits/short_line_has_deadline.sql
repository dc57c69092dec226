-- grain: short line or visit without a deadline
select coalesce(f.name || ', segment ' || l.segment_number, 'visit ' || o.visit_id) as place
from derived.owed as o
left join fact.line as l on o.line_id = l.line_id
left join fact.file as f on l.file_id = f.file_id
left join derived.unit_deadline as d on o.unit_key = d.unit_key
where d.deadline is null
