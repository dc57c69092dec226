-- grain: dispute that changed; its row of the ledger after this night's events
insert or replace into store.dispute_ledger
select
    c.dispute_id,
    coalesce(l.opened_on, $as_of::date) as opened_on,
    $as_of::date as changed_on,
    c.state_now as state,
    c.owed_now as outstanding,
    coalesce(c.allowed_now, c.allowed_before, 0) as allowed,
    coalesce(l.opened_amount, 0) + c.added as opened_amount,
    coalesce(l.recovered_amount, 0) + c.recovered as recovered_amount,
    coalesce(l.withdrawn_amount, 0) + c.given_up as withdrawn_amount
from derived.dispute_change as c
left join store.dispute_ledger as l on c.dispute_id = l.dispute_id
where
    c.state_now is distinct from c.state_before
    or c.owed_now <> c.owed_before
    or c.allowed_now is distinct from c.allowed_before
