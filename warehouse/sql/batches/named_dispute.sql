-- grain: dispute, given the name of its batch
update derived.ranked_dispute as r
set batch = m.batch
from derived.batch_member as m
where r.claim_id = m.claim_id
