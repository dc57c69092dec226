-- grain: line_id
-- line that the payer adjudicated under another code than was billed, with its price under the billed code, and whether the
-- adjudicated code is a lower level of the same service
create or replace table derived.recoded_line as
select
    s.line_id,
    l.submitted_code,
    r.amount,
    coalesce(adjudicated.rank < billed.rank, false) as is_lower_level
from derived.recoded_price as r
inner join derived.situation as g on r.situation_id = g.situation_id
inner join derived.situation_line as s on g.group_key = s.group_key and r.line_in_situation = s.line_in_situation
inner join derived.posted_line as l on s.line_id = l.line_id and r.submitted_code = l.submitted_code
inner join fact.line as f
    on s.line_id = f.line_id and r.submitted_modifiers = coalesce(f.submitted_modifiers, array_to_string(l.modifiers, ':'))
left join reference.code_level as billed on l.submitted_code = billed.code
left join reference.code_level as adjudicated
    on l.procedure_code = adjudicated.code and billed.service = adjudicated.service
where r.amount is not null
