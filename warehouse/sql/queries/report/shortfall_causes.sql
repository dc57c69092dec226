-- grain: payer and cause of open disputes
select
    payer,
    cause,
    count(*) as dispute_count,
    sum(shortfall) as shortfall
from dispute_queue
group by payer, cause
order by payer, cause
