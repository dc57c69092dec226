-- grain: identifier that no row of the other views names any more, and its partner: the one with the same steps
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

-- the steps without their rules pair a situation whose rule has another name; situations with the same steps are alike
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
