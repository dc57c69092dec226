-- grain: payment (ST) on record. Whether its claims count: posted, or a test, unreadable, or the same transaction again
create or replace table derived.payment_standing as
with numbered as (
    select
        p.payment_id,
        p.usage_indicator = 'T' as is_test,
        p.payment_amount is null as is_unreadable,
        f.identity,
        -- the first arrival posts; tests and unreadable ones never stand in its way
        first_value(p.payment_id) over (
            partition by f.identity, f.content, p.usage_indicator = 'T', p.payment_amount is null
            order by p.payment_id
        ) as first_payment_id
    from fact.payment as p
    inner join fact.payment_fingerprint as f on p.payment_id = f.payment_id
)

select
    payment_id,
    identity,
    case
        when is_test then 'test'
        when is_unreadable then 'unreadable'
        when first_payment_id < payment_id then 'duplicate'
        else 'posted'
    end as standing,
    case when first_payment_id < payment_id and not coalesce(is_test, false) and not is_unreadable then first_payment_id end
        as duplicate_of
from numbered
