-- grain: changed field: its value now, and the event that set it. A note is an event without a state
insert into state (kind, subject, field, value, event_id, who, happened_at)
values (:kind, :subject, :field, :became, :event_id, :who, :happened_at)
on conflict (kind, subject, field) do update set
    value = excluded.value, event_id = excluded.event_id, who = excluded.who, happened_at = excluded.happened_at
