-- grain: event_id
-- event of the review log: who changed what of a dispute, a held container or a payer, and when
create or replace view review_event as
select
    e.event_id,
    e.happened_at,
    e.who,
    e.kind,
    e.subject,
    e.field,
    e.was,
    e.became,
    e.undoes,
    e.action_id,
    x.exported_at
from derived.review_entry as e
cross join derived.review_export as x
