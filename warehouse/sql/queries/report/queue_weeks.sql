-- grain: week, named by its Monday, in which windows of open disputes close
select
    date_trunc('week', deadline)::date as week,
    count(*) as dispute_count,
    sum(shortfall) as shortfall
from dispute_queue
where deadline is not null
group by week
order by week
