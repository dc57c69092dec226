-- grain: payment_id
-- payment (ST) on record. Whether its claims count: posted, or a test, unreadable, cut off, or the same transaction
-- again
create or replace table derived.payment_standing as
with read as (
    select
        p.payment_id,
        f.identity,
        f.content,
        b.whole_id,
        case
            when p.usage_indicator = 'T' then 'test'
            -- released or not: what it has is told whole elsewhere
            when b.whole_id is not null then 'superseded'
            -- a person looked at it and wants its claims posted as they were sent
            when r.held_id is not null then 'posted'
            when p.payment_amount is null then 'unreadable'
            -- no SE and it does not add up: the rest of it is missing, and will come again whole
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
    from read
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
