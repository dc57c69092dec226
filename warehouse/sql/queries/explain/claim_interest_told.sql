-- grain: claim asked for, paid late or at an unknown distance from its receipt: what it is owed in interest, or why not
select outcome, sentence, interest_owed
from derived.claim_interest_answer
where claim_id = $claim_id
