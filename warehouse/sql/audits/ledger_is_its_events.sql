-- grain: dispute whose ledger is not the sum of its history, or whose ledger state disagrees with its list
with history as (
    select
        dispute_id,
        coalesce(sum(amount) filter (where kind in ('opened', 'increased')), 0) as opened,
        coalesce(sum(amount) filter (where kind = 'recovered'), 0) as recovered,
        coalesce(sum(amount) filter (where kind in ('withdrawn', 'repriced')), 0) as withdrawn
    from dispute_history
    group by dispute_id
),

listed as (
    select dispute_id, shortfall, 'open' as state from dispute_queue
    union all
    select dispute_id, shortfall, 'expired' as state from expired_disputes
)

select 'dispute ' || coalesce(l.dispute_id, t.dispute_id, q.dispute_id) as place
from store.dispute_ledger as l
full join history as t on l.dispute_id = t.dispute_id
full join listed as q on coalesce(l.dispute_id, t.dispute_id) = q.dispute_id
where
    l.outstanding is distinct from t.opened - t.recovered - t.withdrawn
    or (l.opened_amount, l.recovered_amount, l.withdrawn_amount) is distinct from (t.opened, t.recovered, t.withdrawn)
    or coalesce(q.shortfall, 0) is distinct from l.outstanding
    or (q.state is null) <> (l.state in ('recovered', 'withdrawn'))
    or q.state <> l.state
union all
-- an event whose dispute is in no ledger is in no history either
select 'event ' || e.event_id
from store.dispute_event as e
left join store.dispute_ledger as l on e.dispute_id = l.dispute_id
where l.dispute_id is null
