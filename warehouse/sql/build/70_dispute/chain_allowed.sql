-- grain: chain_id
-- chain that is or was in dispute, with what the payer allows now for its current priced lines together
create or replace table derived.chain_allowed as
select
    j.dispute_id as chain_id,
    sum(j.payer_allowed) as allowed
from derived.judged_line as j
where
    (j.expected_allowed is not null or j.state = 'visit_priced')
    and j.dispute_id in (
        select dispute_id from derived.ranked_dispute
        union all
        select dispute_id from store.dispute_ledger
    )
group by j.dispute_id
