-- one row per pair of group code and reason code not yet classified
select distinct
    group_code,
    reason_code
from fact.adjustment
order by all
