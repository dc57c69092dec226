-- grain: event of this night, by dispute and in the order of its history
insert into store.dispute_event
with event as (
    select dispute_id, 1 as place, 'opened' as kind, added as amount from derived.dispute_change
    where added > 0 and owed_before = 0
    union all
    select dispute_id, 1, 'increased', added from derived.dispute_change
    where added > 0 and owed_before > 0
    union all
    select dispute_id, 2, 'recovered', recovered from derived.dispute_change
    where recovered > 0
    union all
    select dispute_id, 3, case when owed_now > 0 then 'repriced' else 'withdrawn' end, given_up from derived.dispute_change
    where given_up > 0
    union all
    select dispute_id, 4, 'expired', 0 from derived.dispute_change
    where state_now = 'expired' and state_before is distinct from 'expired'
    union all
    select dispute_id, 4, 'reinstated', 0 from derived.dispute_change
    where state_now = 'open' and state_before = 'expired'
)

select
    (select coalesce(max(event_id), 0) from store.dispute_event) + row_number() over (order by dispute_id, place) as event_id,
    dispute_id,
    $as_of::date as as_of,
    $recorded_at::timestamp as recorded_at,
    kind,
    amount
from event
