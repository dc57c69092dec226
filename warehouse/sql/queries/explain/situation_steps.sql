-- grain: step of the expectation of one line in a situation; line 0 is the visit as a whole
select step, rule, text, amount, source
from expectation_step
where situation_id = $situation_id and line_in_situation = $line
order by step
