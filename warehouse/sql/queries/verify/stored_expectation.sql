-- grain: stored outcome of a line in a situation; line 0 is the visit as a whole
select line_in_situation, amount, reason
from store.expectation
where situation_id = $situation_id
order by line_in_situation
