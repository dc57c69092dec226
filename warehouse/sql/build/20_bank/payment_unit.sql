-- grain: payment_id
-- posted payment, with the payment of money that it is part of: itself, or all parts of a split remittance
create or replace table derived.payment_unit as
with posted as (
    select
        b.payment_id,
        b.payment_amount,
        s.identity,
        -- the parts of a split remittance have one trace, day and amount, and none of them balances alone
        bool_and(b.state = 'balanced') over (partition by s.identity) as balances_alone
    from derived.payment_equation as b
    inner join derived.payment_standing as s on b.payment_id = s.payment_id
    where b.standing = 'posted'
)

select
    payment_id,
    case
        when balances_alone or payment_amount = 0 then payment_id
        else min(payment_id) over (partition by identity, balances_alone or payment_amount = 0)
    end as unit_id
from posted
