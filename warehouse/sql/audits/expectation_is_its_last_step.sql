-- grain: priced line or visit whose amount is not the amount of its last step
with last as (
    select
        situation_id,
        line_in_situation,
        arg_max(amount, step) filter (where amount is not null) as amount
    from expectation_step
    group by all
)

select 'situation ' || e.situation_id || ', line ' || e.line_in_situation as place
from store.expectation as e
left join last as s on e.situation_id = s.situation_id and e.line_in_situation = s.line_in_situation
where e.outcome = 'priced' and s.amount is distinct from e.amount
