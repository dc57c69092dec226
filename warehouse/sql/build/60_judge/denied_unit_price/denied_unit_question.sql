-- grain: distinct situation, line of it of which the payer denied units by their number, and what was billed on that line
select distinct
    g.situation_id,
    g.key,
    s.line_in_situation,
    l.units_billed,
    l.charge
from derived.line_amount as m
inner join derived.line_context as x on m.line_id = x.line_id
inner join derived.posted_line as l on m.line_id = l.line_id
inner join derived.situation_line as s on m.line_id = s.line_id
inner join derived.situation as g on s.group_key = g.group_key
where m.denied_units > 0 and x.state_of_denied_part is not null and x.compare = 'line'
order by all
