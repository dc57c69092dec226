-- grain: agreement on file
select agreement_id, name
from reference.agreement
order by agreement_id
