-- grain: dispute_id
-- open dispute, one per claim; rank 1 closes first
create or replace view dispute_queue as
select * exclude (is_expired)
from derived.listed_dispute
where not is_expired
