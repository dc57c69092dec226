-- grain: claim_id
-- claim with its balance equation: charge - adjustments of the claim and of its lines = paid
create or replace table derived.claim_balance as
with adjusted as (
    select
        claim_id,
        sum(amount) as amount,
        sum(amount) filter (where group_code = 'PR') as patient_amount,
        sum(amount) filter (where line_id is null) as claim_level_amount,
        bool_or(amount is null) as has_unreadable
    from fact.adjustment
    where claim_id is not null
    group by claim_id
),

laid as (
    select
        claim_id,
        sum(amount) as amount
    from derived.laid_adjustment
    group by claim_id
),

line as (
    select
        claim_id,
        count(*) as line_count,
        count(*) filter (where off_by is distinct from 0) as failing_line_count
    from derived.line_balance
    group by claim_id
)

select
    c.claim_id,
    c.payment_id,
    coalesce(line.line_count, 0) as line_count,
    coalesce(line.failing_line_count, 0) as failing_line_count,
    coalesce(a.claim_level_amount, 0) - coalesce(laid.amount, 0) as claim_level_amount,
    coalesce(a.patient_amount, 0) as patient_amount,
    case
        when not coalesce(a.has_unreadable, false) then c.charge - coalesce(a.amount, 0) - c.paid
    end as off_by,
    -- the smallest container that fails is held: the claim only when none of its lines fails
    (c.charge - coalesce(a.amount, 0) - c.paid is distinct from 0 or coalesce(a.has_unreadable, false))
    and coalesce(line.failing_line_count, 0) = 0 as is_held
from fact.claim as c
left join adjusted as a on c.claim_id = a.claim_id
left join line on c.claim_id = line.claim_id
left join laid on c.claim_id = laid.claim_id
