-- grain: event of the review log
select event_id, action_id, happened_at, who, kind, subject, field, was, became, undoes
from event
order by event_id
