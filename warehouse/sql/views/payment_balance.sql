-- grain: payment_id
-- payment (ST) with its balance and its state in the bank; it is done when posted, balanced and found in the bank
create or replace view payment_balance as
with bank as (
    select
        u.payment_id,
        -- a payment in several deposits is settled only when all of them are
        max(m.state) as state,
        bool_and(m.state in ('matched', 'matched_together', 'nonpay')) as is_settled
    from derived.payment_unit as u
    inner join derived.deposit_outcome as m on u.unit_id = m.unit_id
    group by u.payment_id
)

select
    f.name as file_name,
    p.trace,
    p.payer_name as payer,
    p.payment_date,
    b.payment_amount,
    b.claims_total,
    b.provider_adjustments_total,
    b.off_by,
    first_file.name as duplicate_of,
    b.split_group,
    b.state,
    b.standing,
    b.claim_count,
    p.payment_method,
    p.handling,
    p.production_date as remittance_date,
    p.control_number,
    p.payment_id,
    p.file_id,
    p.segment_number,
    bank.state as bank_state,
    case
        when b.standing <> 'posted' or b.state not in ('balanced', 'balanced_together') then false
        when bank.state = 'before_bank_data' then null
        else bank.is_settled
    end as is_done,
    reissued_file.name as suspected_reissue_of,
    r.suspected_reissue_of as suspected_reissue_of_payment_id,
    repeated_file.name as suspected_repeat_of,
    t.suspected_repeat_of as suspected_repeat_of_payment_id
from derived.payment_equation as b
inner join fact.payment as p on b.payment_id = p.payment_id
inner join fact.file as f on p.file_id = f.file_id
left join fact.payment as first_payment on b.duplicate_of = first_payment.payment_id
left join fact.file as first_file on first_payment.file_id = first_file.file_id
left join bank on b.payment_id = bank.payment_id
left join derived.payment_reissue as r on b.payment_id = r.payment_id
left join fact.payment as reissued_payment on r.suspected_reissue_of = reissued_payment.payment_id
left join fact.file as reissued_file on reissued_payment.file_id = reissued_file.file_id
left join derived.payment_repeat as t on b.payment_id = t.payment_id
left join fact.payment as repeated_payment on t.suspected_repeat_of = repeated_payment.payment_id
left join fact.file as repeated_file on repeated_payment.file_id = repeated_file.file_id
