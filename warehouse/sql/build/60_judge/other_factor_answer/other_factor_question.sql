-- grain: key, allowed
-- distinct situation that may be priced at another conversion factor, and what a payer allowed for it
select distinct
    key,
    allowed
from derived.other_factor_day
order by all
