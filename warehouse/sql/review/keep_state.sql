-- grain: field of a subject; a note is no state, and an undone value goes back to what it was
insert into state (kind, subject, field, value, event_id, who, happened_at)
values (:kind, :subject, :field, :became, :event_id, :who, :happened_at)
on conflict (kind, subject, field) do update set
    value = excluded.value, event_id = excluded.event_id, who = excluded.who, happened_at = excluded.happened_at
