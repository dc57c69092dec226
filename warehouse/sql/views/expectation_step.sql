-- grain: situation_id, line_in_situation, step
-- step of a situation; line 0 is the visit as a whole
create or replace view expectation_step as
select situation_id, line_in_situation, step, rule, text, amount, source
from store.expectation_step
