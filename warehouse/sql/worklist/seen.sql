-- grain: dispute with its closing group on the day looked from
create macro memory.main.seen(today) as table
select
    *,
    deadline - today::date as days,
    case
        when is_expired or deadline < today::date then 'closed'
        when window_is_assumed then 'assumed'
        when deadline is null then 'later'
        when deadline = today::date then 'today'
        when deadline - today::date <= 7 then 'week'
        when deadline - today::date <= 31 then 'month'
        else 'later'
    end as closing
from memory.main.dispute
