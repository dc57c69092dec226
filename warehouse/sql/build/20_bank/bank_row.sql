-- grain: deposit_id
-- movement on the bank account, once however often it was exported
create or replace table derived.bank_row as
with told as (
    select
        d.deposit_id,
        f.kind,
        d.deposit_date,
        d.amount,
        derived.trace_key(d.trace) as trace_key,
        derived.payer_number(d.originator_id) as originator_key,
        derived.payer_number(d.company_id) as company_key,
        first_value(d.deposit_id) over (partition by d.identity, d.occurrence order by d.deposit_id) as first_deposit_id
    from fact.deposit as d
    inner join fact.deposit_file as f on d.deposit_file_id = f.deposit_file_id
),

once as (
    select * exclude (first_deposit_id)
    from told
    where deposit_id = first_deposit_id
),

-- the same money in the bank's statement and in its NACHA file: the trace says so, the forms differ
in_both_forms as (
    select distinct later.deposit_id
    from once as later
    inner join once as earlier
        on later.trace_key = earlier.trace_key and later.amount = earlier.amount and later.kind <> earlier.kind
    where later.deposit_id > earlier.deposit_id and abs(later.deposit_date - earlier.deposit_date) <= $same_money_days
)

select *
from once
where deposit_id not in (select deposit_id from in_both_forms)
