-- grain: payment_id, claim_id, code
-- claim or payment whose own totals disagree outside the three equations: nothing is held for it, the difference is
-- shown
create or replace table derived.balance_warning as
with share as (
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

interest_told as (
    -- the first AMT*I of a claim is its column, any further one a row
    select
        payment_id,
        sum(amount) as amount
    from (
        select
            payment_id,
            interest as amount
        from fact.claim
        union all
        select
            payment_id,
            amount
        from fact.amount
        where qualifier = 'I' and level = 'claim'
    )
    group by payment_id
),

interest_paid as (
    select
        payment_id,
        sum(amount) as amount
    from fact.provider_adjustment
    where reason_code = 'L6'
    group by payment_id
),

-- interest of a claim (AMT*I) is paid by a provider adjustment L6 of the opposite sign; parts of one remittance together
interest as (
    select
        min(b.payment_id) as payment_id,
        sum(coalesce(told.amount, 0) + coalesce(paid.amount, 0)) as off_by
    from derived.payment_equation as b
    left join interest_told as told on b.payment_id = told.payment_id
    left join interest_paid as paid on b.payment_id = paid.payment_id
    where b.standing = 'posted'
    group by coalesce(b.split_group, b.payment_id::varchar)
)

select
    payment_id,
    claim_id,
    'patient_share_off' as code,
    off_by
from share
where off_by <> 0
union all
select
    payment_id,
    null,
    'interest_off',
    off_by
from interest
where off_by <> 0
