-- grain: deposit_id, payment_id
-- deposit and its payment; then each deposit without a payment, and each payment without a deposit
create or replace view deposit_match as
with part as (
    select
        unit_id,
        count(*) as part_count,
        bool_and(b.state in ('balanced', 'balanced_together')) as is_balanced
    from derived.payment_unit as u
    inner join derived.payment_equation as b on u.payment_id = b.payment_id
    group by unit_id
)

select
    m.state,
    m.step,
    m.tag,
    bank_file.name as deposit_file,
    d.line_number,
    d.deposit_date,
    d.amount as deposit_amount,
    m.payment_total,
    m.deposit_total - m.payment_total as amount_difference,
    m.payments_in_deposit,
    m.business_days_open,
    m.is_overdue,
    f.name as file_name,
    p.trace,
    p.payer_name as payer,
    p.payment_date,
    p.payment_amount,
    p.payment_method,
    part.part_count,
    part.is_balanced,
    d.trace as deposit_trace,
    d.originator_id as deposit_originator,
    d.company_id,
    d.company_name,
    d.reference,
    d.description,
    m.deposit_id,
    m.payment_id
from derived.deposit_outcome as m
left join fact.deposit as d on m.deposit_id = d.deposit_id
left join fact.deposit_file as bank_file on d.deposit_file_id = bank_file.deposit_file_id
left join fact.payment as p on m.payment_id = p.payment_id
left join fact.file as f on p.file_id = f.file_id
left join part on m.unit_id = part.unit_id
