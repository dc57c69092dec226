-- grain: unit_id
-- payment of money as a bank shows it; the parts of a split remittance are one
create or replace table derived.money_unit as
select
    u.unit_id,
    count(*) as part_count,
    any_value(b.payment_amount) as amount,
    any_value(derived.trace_key(p.trace)) as trace_key,
    any_value(derived.payer_number(p.originator_id)) as originator_key,
    any_value(derived.payer_number(p.originating_company)) as company_key,
    any_value(p.payment_date) as payment_date,
    any_value(p.payment_method) as payment_method,
    bool_and(b.state in ('balanced', 'balanced_together')) as is_balanced,
    -- no bank shows a payment of zero, a non-payment (BPR04 NON) or a prenotification (BPR01 P)
    any_value(b.payment_amount) <> 0
    and any_value(coalesce(p.payment_method, '')) <> 'NON'
    and any_value(coalesce(p.handling, '')) <> 'P' as moves_money
from derived.payment_unit as u
inner join derived.payment_equation as b on u.payment_id = b.payment_id
inner join fact.payment as p on u.payment_id = p.payment_id
group by u.unit_id
