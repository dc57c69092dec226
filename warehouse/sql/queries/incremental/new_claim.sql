-- grain: posted claim that was never judged, or claim that was and is posted no longer: it broke off and came whole since
create or replace table tonight.main.touched_claim as
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
