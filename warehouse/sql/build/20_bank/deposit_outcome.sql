-- grain: deposit_id, unit_id, payment_id
-- deposit and payment that belong together, then each deposit and each payment without a match
create or replace table derived.deposit_outcome as
with linked as (
    select
        l.deposit_id,
        l.unit_id,
        l.step,
        l.tag,
        d.amount as deposit_amount,
        sum(d.amount) over (partition by l.unit_id) as deposits_of_unit,
        sum(u.amount) over (partition by l.deposit_id) as units_of_deposit,
        count(*) over (partition by l.deposit_id) as payments_in_deposit,
        count(*) over (partition by l.unit_id) as deposits_of_payment,
        u.amount as unit_amount
    from derived.deposit_link as l
    inner join derived.bank_row as d on l.deposit_id = d.deposit_id
    inner join derived.money_unit as u on l.unit_id = u.unit_id
),

bank as (
    select
        min(deposit_date) as first_date
    from derived.bank_row
),

today as (
    select ordinal from reference.business_day where day = $as_of::date
),

-- a payment that was voided and reissued under another trace: the bank shows one of the two
reissued as (
    select
        old.unit_id,
        new.unit_id as other_unit_id
    from derived.payment_reissue as r
    inner join derived.payment_unit as new on r.payment_id = new.payment_id
    inner join derived.payment_unit as old on r.suspected_reissue_of = old.payment_id
    union
    select
        new.unit_id,
        old.unit_id
    from derived.payment_reissue as r
    inner join derived.payment_unit as new on r.payment_id = new.payment_id
    inner join derived.payment_unit as old on r.suspected_reissue_of = old.payment_id
),

unmatched_unit as (
    select
        u.unit_id,
        u.amount,
        case
            when not u.moves_money then 'nonpay'
            when
                u.unit_id in (
                    select unit_id from reissued where other_unit_id in (select unit_id from derived.deposit_link)
                ) then 'reissued'
            when bank.first_date is null or u.payment_date < bank.first_date or u.payment_date is null then 'before_bank_data'
            else 'remittance_without_eft'
        end as state,
        case when u.payment_method = 'CHK' then $check_business_days else $eft_business_days end as allowed_days,
        case when paid.ordinal is not null then greatest(today.ordinal - paid.ordinal, 0) end as days_open
    from derived.money_unit as u
    cross join bank
    left join today on true
    left join reference.business_day as paid on u.payment_date = paid.day
    where u.unit_id not in (select unit_id from derived.deposit_link)
),

payer as (
    select originator_key as payer_key from derived.money_unit
    union
    select company_key from derived.money_unit
),

unmatched_deposit as (
    select
        d.deposit_id,
        d.amount,
        case
            when d.amount is null or d.deposit_date is null then 'unreadable'
            when
                d.trace_key is null
                and not coalesce(d.originator_key in (select payer_key from payer where payer_key is not null), false)
                and not coalesce(d.company_key in (select payer_key from payer where payer_key is not null), false)
                then 'not_from_a_payer'
            when d.amount < 0 then 'debit_without_remittance'
            when d.amount = 0 then 'nonpay'
            else 'eft_without_remittance'
        end as state,
        case when posted.ordinal is not null then greatest(today.ordinal - posted.ordinal, 0) end as days_open
    from derived.bank_row as d
    left join today on true
    left join reference.business_day as posted on d.deposit_date = posted.day
    where d.deposit_id not in (select deposit_id from derived.deposit_link)
)

select
    case
        when deposits_of_payment > 1 and deposits_of_unit = unit_amount then 'matched'
        when step = 'card' then 'matched'
        when deposit_amount <> units_of_deposit then 'matched_amount_diff'
        when payments_in_deposit > 1 then 'matched_together'
        else 'matched'
    end as state,
    step,
    tag,
    deposit_id,
    unit_id,
    unit_id as payment_id,
    deposit_amount as deposit_total,
    units_of_deposit as payment_total,
    payments_in_deposit,
    null::integer as business_days_open,
    false as is_overdue
from linked
union all
select
    state,
    null,
    null,
    null,
    unit_id,
    unit_id,
    null,
    amount,
    null,
    case when state = 'remittance_without_eft' then days_open end,
    state = 'remittance_without_eft' and coalesce(days_open > allowed_days, false)
from unmatched_unit
union all
select
    state,
    null,
    null,
    deposit_id,
    null,
    null,
    amount,
    null,
    null,
    case when state in ('eft_without_remittance', 'debit_without_remittance') then days_open end,
    state in ('eft_without_remittance', 'debit_without_remittance') and coalesce(days_open > $eft_business_days, false)
from unmatched_deposit
