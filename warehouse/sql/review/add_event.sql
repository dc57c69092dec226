-- grain: one event
insert into event (action_id, happened_at, who, kind, subject, field, was, became, undoes)
values (:action_id, :happened_at, :who, :kind, :subject, :field, :was, :became, :undoes)
