-- grain: state of disputes, with what was recovered
select
    state,
    count(*) as dispute_count,
    sum(recovered_amount) as recovered_amount,
    sum(outstanding) as outstanding
from (select distinct dispute_id, state, recovered_amount, outstanding from dispute_history)
group by state
order by state
