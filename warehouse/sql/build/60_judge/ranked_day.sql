-- grain: group_key
-- group of lines with competing units, of which at least one was not allowed what it should have been: its situation,
-- and what was allowed for each line, as JSON in the form of contracts/pricing/ranked_set.py
create or replace table derived.ranked_day as
with line as (
    select
        s.group_key,
        g.key,
        s.line_in_situation,
        e.amount,
        a.actual_allowed,
        derived.rounding(t.per_unit, t.per_line, t.at_most, l.units_billed) as rounding,
        -- a price cut to nothing is a price like any other
        x.is_priceable and coalesce(m.denied_units, 0) = 0 and i.visit_id is null as is_sound,
        e.situation_id in (
            select situation_id from store.expectation_step
            where rule in ('unit_limit', 'therapy_mppr', 'practice_expense_share', 'multiple_procedures')
        ) as is_ranked
    from derived.situation_line as s
    inner join derived.situation as g on s.group_key = g.group_key
    inner join derived.line_context as x on s.line_id = x.line_id
    inner join derived.posted_line as l on s.line_id = l.line_id
    inner join derived.line_allowed as a on s.line_id = a.line_id
    inner join store.expectation as e
        on g.situation_id = e.situation_id and s.line_in_situation = e.line_in_situation and e.outcome = 'priced'
    left join derived.line_amount as m on s.line_id = m.line_id
    left join derived.incomplete_visit as i on s.visit_id = i.visit_id
    cross join reference.tolerance as t
)

select
    group_key,
    key,
    to_json(list({
        'place': line_in_situation, 'allowed': actual_allowed::varchar, 'rounding': rounding::varchar
    } order by line_in_situation))::varchar as allowed
from line
where is_ranked
group by group_key, key
having count(*) > 1 and bool_and(is_sound) and bool_or(abs(amount - actual_allowed) > rounding)
