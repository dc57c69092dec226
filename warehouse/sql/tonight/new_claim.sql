-- grain: posted claim that was never judged
create or replace table tonight.main.touched_claim as
select c.claim_id, 0 as round
from fact.claim as c
inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
anti join derived.claim_role as known on c.claim_id = known.claim_id
