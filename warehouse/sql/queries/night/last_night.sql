-- grain: one row: the night that published this snapshot; none where an earlier version published it
select *
from night
order by started_at desc
limit 1
