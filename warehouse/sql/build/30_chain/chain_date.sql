-- grain: chain_id
-- chain, with the days of its latest decision, from which an agreement may count its window.
-- Duplicate denials and pended claims are no decision
create or replace table derived.chain_date as
select
    r.chain_id,
    min(r.claim_id) as first_claim_id,
    arg_max(e.remittance_date, e.sequence) as latest_adjustment,
    arg_max(e.earliest_date, e.sequence) as latest_earliest_date
from derived.claim_role as r
inner join derived.claim_event as e on r.claim_id = e.claim_id
where e.kind = 'decision'
group by r.chain_id
