-- grain: list of disputes, open or expired
select
    'open' as list,
    count(*) as dispute_count,
    coalesce(sum(shortfall), 0) as shortfall,
    min(deadline) as first_deadline,
    count(*) filter (where days_left <= 7) as closing_this_week
from dispute_queue
union all
select
    'expired',
    count(*),
    coalesce(sum(shortfall), 0),
    null,
    null
from expired_disputes
