-- grain: agreement, cause
-- disputes of an agreement by cause
create or replace view cause_summary as
select
    agreement,
    cause,
    count(*) as dispute_count,
    count(*) filter (where not is_expired) as open_count,
    sum(shortfall) as short_amount,
    coalesce(sum(shortfall) filter (where not is_expired), 0) as open_amount,
    min(deadline) filter (where not is_expired) as first_deadline
from derived.ranked_dispute
group by agreement, cause
