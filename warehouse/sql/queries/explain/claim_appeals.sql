-- grain: level of appeal of a claim's dispute, in the order of the law
select place, level, deadline, days_left, safe_deadline, sentence, source
from appeal_level
where claim_id = $claim_id
order by place
