-- grain: short line or visit without a deadline
select coalesce(f.name || ', segment ' || l.segment_number, 'visit ' || o.visit_id) as place
from derived.owed as o
left join fact.line as l on o.line_id = l.line_id
left join fact.file as f on l.file_id = f.file_id
left join derived.deadline as d on o.agreement_id = d.agreement_id and o.basis_event = d.basis_event and o.basis_date = d.basis_date and o.earliest_basis_date is not distinct from d.earliest_basis_date
where d.deadline is null
