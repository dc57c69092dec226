-- grain: event_id
-- event in the history of a dispute
create or replace view dispute_history as
select
    e.event_id,
    e.dispute_id,
    e.as_of,
    e.kind,
    e.amount,
    l.state,
    l.opened_on,
    l.outstanding,
    l.recovered_amount,
    e.recorded_at
from store.dispute_event as e
inner join store.dispute_ledger as l on e.dispute_id = l.dispute_id
