-- grain: dispute_id
-- dispute whose window has closed
create or replace view expired_disputes as
select * exclude (is_expired)
from derived.listed_dispute
where is_expired
