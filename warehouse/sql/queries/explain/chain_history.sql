-- grain: event of one claim's history
select *
from claim_history
where chain_id = $chain_id
order by event
