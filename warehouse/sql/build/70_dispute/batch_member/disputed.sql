-- grain: dispute, open or expired, with its causes; the cause of the dispute comes first, then the larger amounts
with cause as (
    select
        chain_id,
        coalesce(cause, 'unexplained_short') as cause,
        sum(variance) as amount
    from derived.owed
    -- a setup question is not disputed yet
    where not is_setup_question
    group by all
)

select
    d.claim_id,
    d.dispute_id,
    p.payer_name as payer,
    coalesce(p.payee_tin, p.payee_npi, p.payee_name) as payee,
    d.agreement_id,
    -- the cause of the dispute comes first, also where another has more dollars
    list(a.cause order by a.cause is distinct from d.cause, a.amount desc, a.cause) as causes,
    coalesce(c.patient_identifier, c.subscriber_identifier) as member,
    c.filing_code,
    d.deadline,
    d.door
from derived.dispute as d
inner join fact.claim as c on d.claim_id = c.claim_id
inner join fact.payment as p on c.payment_id = p.payment_id
inner join cause as a on d.dispute_id = a.chain_id
group by d.claim_id, d.dispute_id, p.payer_name, payee, d.agreement_id, member, c.filing_code, d.deadline, d.door
order by d.claim_id
