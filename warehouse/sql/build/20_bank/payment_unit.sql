-- grain: payment_id
-- posted payment; which payment of money it belongs to: itself, or all parts of one split remittance
create or replace table derived.payment_unit as
with posted as (
    select
        b.payment_id,
        b.payment_amount,
        s.identity,
        -- parts of one remittance carry one trace, day and amount, and do not balance each by itself
        bool_and(b.state = 'balanced') over (partition by s.identity) as stand_alone
    from derived.payment_equation as b
    inner join derived.payment_standing as s on b.payment_id = s.payment_id
    where b.standing = 'posted'
)

select
    payment_id,
    case
        when stand_alone or payment_amount = 0 then payment_id
        else min(payment_id) over (partition by identity, stand_alone or payment_amount = 0)
    end as unit_id
from posted
