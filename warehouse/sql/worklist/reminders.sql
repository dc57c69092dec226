-- grain: dispute whose next action is due by a day
select *, deadline - $today::date as days
from memory.main.dispute
where next_action_on <= $until and status not in ('recovered', 'closed')
order by next_action_on, by_deadline
limit 500
