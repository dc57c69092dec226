-- grain: dispute of a list of ids
select
    *,
    deadline - $today::date as days,
    case
        when is_expired or deadline < $today::date then 'closed'
        when window_is_assumed then 'assumed'
        when deadline = $today::date then 'today'
        when deadline - $today::date <= 7 then 'week'
        when deadline - $today::date <= 31 then 'month'
        else 'later'
    end as closing
from memory.main.dispute
where list_contains($ids, dispute_id)
order by by_deadline
