-- grain: payment (ST) on record
create or replace view payment_balance as
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
    p.segment_number
from derived.payment_balance as b
inner join fact.payment as p on b.payment_id = p.payment_id
inner join fact.file as f on p.file_id = f.file_id
left join fact.payment as first_payment on b.duplicate_of = first_payment.payment_id
left join fact.file as first_file on first_payment.file_id = first_file.file_id
