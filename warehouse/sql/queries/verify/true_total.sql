-- grain: total that the tables of the report and the worklist must come to
select 'short' as name, coalesce(sum(variance), 0) as amount from derived.owed
union all
select 'open', coalesce(sum(shortfall), 0) from dispute_queue
union all
select 'over', coalesce(sum(over_amount), 0) from overpayment
union all
select 'outstanding', coalesce(sum(outstanding), 0) from store.dispute_ledger
