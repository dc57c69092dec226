-- grain: step of the situations asked for
select situation_id, line_in_situation, rule, text, amount, source
from expectation_step
where situation_id in (select unnest($situations))
order by situation_id, line_in_situation, step
