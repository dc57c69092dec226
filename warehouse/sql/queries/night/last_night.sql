-- grain: one row: the night that made this snapshot; none where an earlier version made it
select *
from night
order by started_at desc
limit 1
