-- grain: posted claim that was never judged, or judged claim that is posted no longer: its payment broke off and came
-- again complete
create or replace table scratch.main.claim_to_judge as
with posted as (
    select c.claim_id
    from fact.claim as c
    inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
)

select
    posted.claim_id,
    0 as round
from posted
anti join derived.claim_role as known on posted.claim_id = known.claim_id
union all
select
    known.claim_id,
    0
from derived.claim_role as known
anti join posted on known.claim_id = posted.claim_id
