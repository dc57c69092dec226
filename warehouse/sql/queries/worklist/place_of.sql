-- grain: the one dispute asked for, with its place in every order
select by_deadline, by_shortfall, by_payer, by_claim, by_patient, by_service, by_cause
from memory.main.dispute
where dispute_id = $dispute_id
limit 1
