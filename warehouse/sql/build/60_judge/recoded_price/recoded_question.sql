-- grain: distinct line of a situation and code as billed, where the payer adjudicated another code.
-- Bundled lines are left out: there, one code replaces several and is priced once
select distinct
    g.situation_id,
    g.key,
    s.line_in_situation,
    l.submitted_code,
    coalesce(f.submitted_modifiers, array_to_string(l.modifiers, ':')) as submitted_modifiers
from derived.situation_line as s
inner join derived.posted_line as l on s.line_id = l.line_id
inner join fact.line as f on s.line_id = f.line_id
inner join derived.situation as g on s.group_key = g.group_key
left join derived.line_amount as m on s.line_id = m.line_id
where l.submitted_code <> l.procedure_code and coalesce(m.moved_charge, 0) = 0
order by all
