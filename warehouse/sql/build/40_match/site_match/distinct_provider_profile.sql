-- grain: distinct provider profile
select distinct profile
from derived.provider_profile
order by profile
