-- grain: payment_id
-- payment (ST) with its balance equation (835 guide 1.10.2.1.3): claims paid - provider adjustments = payment
create or replace table derived.payment_total as
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
        coalesce(claim.claim_count, 0) as claim_count,
        case when p.credit_debit = 'D' then -p.payment_amount else p.payment_amount end as payment_amount,
        coalesce(claim.claims_total, 0) as claims_total,
        coalesce(provider.provider_adjustments_total, 0) as provider_adjustments_total,
        coalesce(claim.has_unreadable, false) or coalesce(provider.has_unreadable, false) as has_unreadable
    from fact.payment as p
    left join claim on p.payment_id = claim.payment_id
    left join provider on p.payment_id = provider.payment_id
)

select
    *,
    case
        when not has_unreadable then payment_amount - (claims_total - provider_adjustments_total)
    end as off_by
from bridge
