-- grain: field of a subject, as it is kept beside the events
select kind, subject, field, value, event_id, who, happened_at
from state
order by kind, subject, field
