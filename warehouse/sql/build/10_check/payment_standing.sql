-- grain: payment_id
-- payment (ST) with its standing: posted, or why its claims do not count: a test, unreadable, truncated, superseded by
-- the complete transaction, or a duplicate
create or replace table derived.payment_standing as
with classified as (
    select
        p.payment_id,
        f.identity,
        f.content,
        b.whole_id,
        case
            when p.usage_indicator = 'T' and not $as_production then 'test'
            -- also when it was released: the complete payment has all of its claims
            when b.whole_id is not null then 'superseded'
            -- a person released it: its claims are posted as sent
            when r.held_id is not null then 'posted'
            when p.payment_amount is null then 'unreadable'
            -- no SE and it does not add up: the rest of it is missing
            when not b.adds_up then 'truncated'
            else 'posted'
        end as standing
    from fact.payment as p
    inner join derived.payment_identity as f on p.payment_id = f.payment_id
    inner join fact.file as o on p.file_id = o.file_id
    left join derived.broken_off_payment as b on p.payment_id = b.payment_id
    left join derived.released as r
        on r.container = 'payment' and o.sha256 = r.sha256 and p.segment_number = r.segment_number
),

numbered as (
    select
        *,
        first_value(payment_id) over (partition by identity, content, standing order by payment_id) as first_payment_id
    from classified
)

select
    payment_id,
    identity,
    case when standing = 'posted' and first_payment_id < payment_id then 'duplicate' else standing end as standing,
    case
        when standing = 'superseded' then whole_id
        when standing = 'posted' and first_payment_id < payment_id then first_payment_id
    end as duplicate_of
from numbered
