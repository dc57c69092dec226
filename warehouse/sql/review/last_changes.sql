-- grain: field of one subject that changed after the version that a person saw
select field, value, who, happened_at
from state
where kind = :kind and subject = :subject and event_id > :seen
order by event_id desc
