-- grain: distinct claim profile
select distinct profile
from derived.claim_profile
order by profile
