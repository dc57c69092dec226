-- grain: event of one subject, the newest first; an event that was taken back has the event that did it
select e.event_id, e.action_id, e.happened_at, e.who, e.field, e.was, e.became, e.undoes, u.event_id as undone_by
from event as e
left join event as u on u.undoes = e.event_id
where e.kind = :kind and e.subject = :subject
order by e.event_id desc
