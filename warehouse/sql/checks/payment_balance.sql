-- grain: payment (ST) on record. Equation: sum of claims paid - sum of provider adjustments = payment; parts of one split remittance together
create or replace table derived.payment_balance as
with claim as (
    select
        payment_id,
        count(*) as claim_count,
        sum(paid) filter (where status_code is distinct from '25') as claims_total,
        bool_or(paid is null) as has_unreadable
    from fact.claim
    group by payment_id
),

provider as (
    select
        payment_id,
        sum(amount) as provider_adjustments_total,
        bool_or(amount is null) as has_unreadable
    from fact.provider_adjustment
    group by payment_id
),

bridge as (
    select
        p.payment_id,
        s.standing,
        s.duplicate_of,
        s.identity,
        p.trace,
        coalesce(claim.claim_count, 0) as claim_count,
        case when p.credit_debit = 'D' then -p.payment_amount else p.payment_amount end as payment_amount,
        coalesce(claim.claims_total, 0) as claims_total,
        coalesce(provider.provider_adjustments_total, 0) as provider_adjustments_total,
        coalesce(claim.has_unreadable, false) or coalesce(provider.has_unreadable, false) as has_unreadable
    from fact.payment as p
    inner join derived.payment_standing as s on p.payment_id = s.payment_id
    left join claim on p.payment_id = claim.payment_id
    left join provider on p.payment_id = provider.payment_id
),

gap as (
    select
        *,
        case
            when not has_unreadable then payment_amount - (claims_total - provider_adjustments_total)
        end as off_by,
        count(*) filter (where standing = 'posted') over (partition by identity) as part_count,
        payment_amount - sum(claims_total - provider_adjustments_total) filter (where standing = 'posted')
            over (partition by identity) as group_off_by
    from bridge
)

select
    payment_id,
    standing,
    duplicate_of,
    trace,
    claim_count,
    payment_amount,
    claims_total,
    provider_adjustments_total,
    off_by,
    case when standing = 'posted' and part_count > 1 and off_by <> 0 and group_off_by = 0 then coalesce(trace, identity) end
        as split_group,
    case
        when standing <> 'posted' then standing
        when off_by is null then 'not_evaluable'
        when off_by = 0 then 'balanced'
        when part_count > 1 and group_off_by = 0 then 'balanced_together'
        else 'off_by'
    end as state
from gap
