-- grain: claim_id
-- claim with the interest that its remittance says was paid on it (AMT*I); apart from its payment
create or replace table derived.claim_interest as
select
    payment_id,
    claim_id,
    sum(amount) as amount
from (
    -- fact.claim.interest is the first AMT*I of a claim; fact.amount has the others
    select
        payment_id,
        claim_id,
        interest as amount
    from fact.claim
    union all
    select
        payment_id,
        claim_id,
        amount
    from fact.amount
    where qualifier = 'I' and level = 'claim'
)
where amount is not null
group by payment_id, claim_id
