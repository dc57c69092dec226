-- grain: deposit or payment that found no partner, or more than one
select *
from deposit_match
limit 2000
