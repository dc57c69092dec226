-- grain: group_key
-- group of lines with competing units, of which at least one was not allowed what it should have been: its situation,
-- and what was allowed for each line, as JSON in the form of contracts/pricing/ranked_set.py
create or replace table derived.ranked_day as
with ranked as (
    select distinct situation_id
    from store.expectation_step
    where list_contains($ranking_rules, rule)
),

compared as (
    select
        s.group_key,
        s.line_id,
        s.visit_id,
        s.line_in_situation,
        a.actual_allowed,
        derived.rounding(t.per_unit, t.per_line, t.at_most, l.units_billed) as rounding,
        abs(e.amount - a.actual_allowed) > rounding as is_off
    from ranked as r
    inner join derived.situation as g on r.situation_id = g.situation_id
    inner join derived.situation_line as s on g.group_key = s.group_key
    inner join derived.posted_line as l on s.line_id = l.line_id
    inner join derived.line_allowed as a on s.line_id = a.line_id
    inner join store.expectation as e
        on g.situation_id = e.situation_id and s.line_in_situation = e.line_in_situation and e.outcome = 'priced'
    cross join reference.tolerance as t
),

line as (
    select
        c.*,
        -- a price cut to nothing is a price like any other
        x.is_priceable and coalesce(m.denied_units, 0) = 0 and i.visit_id is null as is_sound
    from compared as c
    inner join derived.line_context as x on c.line_id = x.line_id
    left join derived.line_amount as m on c.line_id = m.line_id
    left join derived.incomplete_visit as i on c.visit_id = i.visit_id
    where c.group_key in (select group_key from compared where is_off)
),

together as (
    select
        group_key,
        to_json(list({
            'place': line_in_situation, 'allowed': actual_allowed::varchar, 'rounding': rounding::varchar
        } order by line_in_situation))::varchar as allowed
    from line
    group by group_key
    having count(*) > 1 and bool_and(is_sound)
)

select
    o.group_key,
    g.key,
    o.allowed
from together as o
inner join derived.situation as g on o.group_key = g.group_key
