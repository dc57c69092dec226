-- grain: payment_id, claim_id, code
-- claim or payment with a total that disagrees with its parts, outside the three balance equations.
-- Nothing is held for it; the view `finding` shows the difference
create or replace table derived.balance_warning as
with patient_share as (
    -- 005010X221A1: CLP05 is the sum of the PR adjustments, left out when zero; a reversal need not carry it
    select
        c.payment_id,
        c.claim_id,
        coalesce(c.patient_responsibility, 0) - b.patient_amount as off_by
    from fact.claim as c
    inner join derived.claim_balance as b on c.claim_id = b.claim_id
    where
        coalesce(c.status_code, '') not in ('22', '25')
        and b.off_by is not null
        -- a CLP05 that could not be read is a finding of its own
        and (
            c.patient_responsibility is not null
            or not exists (
                from fact.finding as n
                where n.file_id = c.file_id and n.segment_number = c.segment_number and n.code like '%amount%'
            )
        )
),

claim_interest as (
    select
        payment_id,
        sum(amount) as amount
    from derived.claim_interest
    group by payment_id
),

paid_interest as (
    select
        payment_id,
        sum(amount) as amount
    from fact.provider_adjustment
    where reason_code = 'L6'
    group by payment_id
),

-- a provider adjustment L6 of the opposite sign pays the interest of the claims (AMT*I); the parts of a split
-- remittance add up together
interest as (
    select
        min(b.payment_id) as payment_id,
        sum(coalesce(of_claims.amount, 0) + coalesce(of_payment.amount, 0)) as off_by
    from derived.payment_equation as b
    left join claim_interest as of_claims on b.payment_id = of_claims.payment_id
    left join paid_interest as of_payment on b.payment_id = of_payment.payment_id
    where b.standing = 'posted'
    group by coalesce(b.split_group, b.payment_id::varchar)
)

select
    payment_id,
    claim_id,
    'patient_share_off' as code,
    off_by
from patient_share
where off_by <> 0
union all
select
    payment_id,
    null,
    'interest_off',
    off_by
from interest
where off_by <> 0
