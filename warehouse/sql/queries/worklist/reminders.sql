-- grain: open dispute whose next action is due by $until
select *
from memory.main.dispute
where next_action_on <= $until and is_open
order by next_action_on, by_deadline
limit 500
