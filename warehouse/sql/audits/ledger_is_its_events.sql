-- grain: dispute whose ledger is not the sum of its events, or whose ledger state disagrees with its list
with event_sum as (
    select
        dispute_id,
        sum(case when kind in ('opened', 'increased') then amount else -amount end) as outstanding
    from store.dispute_event
    group by dispute_id
),

listed as (
    select dispute_id, shortfall, 'open' as state from dispute_queue
    union all
    select dispute_id, shortfall, 'expired' as state from expired_disputes
)

select 'dispute ' || coalesce(l.dispute_id, t.dispute_id, q.dispute_id) as place
from store.dispute_ledger as l
full join event_sum as t on l.dispute_id = t.dispute_id
full join listed as q on coalesce(l.dispute_id, t.dispute_id) = q.dispute_id
where
    l.outstanding is distinct from t.outstanding
    or coalesce(q.shortfall, 0) is distinct from l.outstanding
    or (q.state is null) <> (l.state in ('recovered', 'withdrawn'))
    or q.state <> l.state
