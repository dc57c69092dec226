-- grain: key, allowed
-- distinct situation with lines that compete for units, and what a payer allowed for them
select distinct
    key,
    allowed
from derived.ranked_day
order by all
