-- grain: situation_id that no row of the other views has any more, and its partner, the situation with the same steps
insert into renaming
with step as (
    select situation_id, line_in_situation, step, rule, text, amount::decimal(38, 4) as amount, source, true as is_old
    from old.main.expectation_step
    anti join spelling on situation_id = old_id
    union all
    select situation_id, line_in_situation, step, rule, text, amount::decimal(38, 4), source, false
    from new.main.expectation_step
    anti join spelling on situation_id = new_id
),

situation as (
    select
        is_old,
        situation_id,
        list(json_array(line_in_situation, step, text, amount, source)::varchar order by line_in_situation, step) as steps,
        list(rule order by line_in_situation, step) as rules
    from step
    group by is_old, situation_id
),

-- steps are compared without their rules, so that a renamed rule still pairs; situations with the same steps are equal
numbered as (
    select
        is_old,
        situation_id,
        steps,
        row_number() over (partition by is_old, steps order by rules, situation_id) as place
    from situation
)

select o.situation_id, n.situation_id
from numbered as o
inner join numbered as n on o.steps = n.steps and o.place = n.place
where o.is_old and not n.is_old
