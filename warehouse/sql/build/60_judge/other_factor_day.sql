-- grain: group_key
-- group of lines priced together, of which at least one was not allowed what it should have been, where Medicare has two
-- conversion factors and the agreement names neither: its situation, and what was allowed, as JSON in the form of
-- contracts/pricing/ranked_set.py
create or replace table derived.other_factor_day as
select
    s.group_key,
    g.key,
    to_json(list({
        'place': s.line_in_situation,
        'allowed': a.actual_allowed::varchar,
        'rounding': derived.rounding(t.per_unit, t.per_line, t.at_most, l.units_billed)::varchar
    } order by s.line_in_situation))::varchar as allowed
from derived.situation_line as s
inner join derived.situation as g on s.group_key = g.group_key
inner join derived.line_context as x on s.line_id = x.line_id
inner join derived.posted_line as l on s.line_id = l.line_id
inner join derived.line_allowed as a on s.line_id = a.line_id
inner join store.expectation as e
    on g.situation_id = e.situation_id and s.line_in_situation = e.line_in_situation and e.outcome = 'priced'
cross join reference.tolerance as t
where
    x.role = 'current'
    and x.disposition = 'payable'
    and list_contains($open_factor_periods::varchar[], concat_ws(' ', x.agreement_id, x.period_start))
group by s.group_key, g.key
having bool_or(abs(e.amount - a.actual_allowed) > derived.rounding(t.per_unit, t.per_line, t.at_most, l.units_billed))
