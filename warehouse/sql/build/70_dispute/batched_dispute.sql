-- grain: dispute_id
-- dispute, open or expired, with the batch in which it is sent
create or replace table derived.batched_dispute as
select r.* replace (coalesce(m.batch, r.batch) as batch)
from derived.ranked_dispute as r
left join derived.batch_member as m on r.claim_id = m.claim_id
