-- grain: pair of group code and reason code among the adjustments on record
select distinct
    group_code,
    reason_code
from fact.adjustment
order by all
