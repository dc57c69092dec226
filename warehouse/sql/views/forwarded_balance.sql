-- grain: payment_id, segment_number, reference, carried_amount
-- balance that a payer carried forward (PLB FB below zero), with the later payment that took it (FB above zero)
create or replace view forwarded_balance as
with entry as (
    select
        a.payment_id,
        a.segment_number,
        a.adjustment_ordinal,
        a.provider_id,
        a.reference,
        a.amount,
        p.payment_date,
        p.trace,
        p.payer_name as payer,
        f.name as file_name,
        derived.payer_key(p.originator_id, p.originating_company, p.payer_id, p.payer_name) as payer_key,
        coalesce(a.provider_id, p.payee_npi, p.payee_tin, p.payee_id) as payee_key
    from fact.provider_adjustment as a
    inner join derived.payment_standing as s on a.payment_id = s.payment_id and s.standing = 'posted'
    inner join fact.payment as p on a.payment_id = p.payment_id
    inner join fact.file as f on p.file_id = f.file_id
    where upper(trim(a.reason_code)) = 'FB' and a.amount is not null
),

-- equal balances of one payee are paired in their order; the payment that takes one is another and no earlier payment
placed as (
    select
        *,
        row_number() over (
            partition by payer_key, payee_key, abs(amount), amount < 0 order by payment_date, payment_id, adjustment_ordinal
        ) as place
    from entry
)

select
    f.file_name,
    f.segment_number,
    f.payer,
    f.trace,
    f.payment_date,
    f.provider_id,
    f.reference,
    -f.amount as carried_amount,
    b.payment_id is not null as is_brought,
    b.file_name as brought_in_file,
    b.trace as brought_in_trace,
    b.payment_date as brought_on,
    f.payment_id,
    b.payment_id as brought_in_payment_id
from placed as f
left join placed as b
    on
        f.payer_key = b.payer_key and f.payee_key = b.payee_key and f.amount = -b.amount and f.place = b.place
        and f.payment_id <> b.payment_id and b.payment_date >= f.payment_date
where f.amount < 0
