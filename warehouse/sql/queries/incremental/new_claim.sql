-- grain: posted claim that was never judged; claim that was and is posted no longer, because it broke off and came whole
-- since; or claim that was judged by a number of which more claims now show that it stands for none
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
union
select
    e.claim_id,
    0
from derived.claim_event as e
inner join derived.placeholder_number as p on e.payer_key = p.payer_key and p.number in (e.payer_control_number, e.original_control_number)
