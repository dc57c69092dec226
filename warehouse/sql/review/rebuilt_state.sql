-- grain: field of a subject, with its last event: the state that follows from the events alone
select kind, subject, field, became as value, event_id, who, happened_at
from (
    select *, row_number() over (partition by kind, subject, field order by event_id desc) as from_last
    from event
    where field <> 'note'
)
where from_last = 1
order by kind, subject, field
