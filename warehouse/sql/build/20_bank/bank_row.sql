-- grain: deposit_id
-- movement on the bank account, counted once in however many files the bank exported it
create or replace table derived.bank_row as
with movement as (
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

distinct_movement as (
    select * exclude (first_deposit_id)
    from movement
    where deposit_id = first_deposit_id
),

-- a statement and a NACHA file may show the same money: same trace and amount, another form
repeated_in_other_form as (
    select distinct later.deposit_id
    from distinct_movement as later
    inner join distinct_movement as earlier
        on later.trace_key = earlier.trace_key and later.amount = earlier.amount and later.kind <> earlier.kind
    where later.deposit_id > earlier.deposit_id and abs(later.deposit_date - earlier.deposit_date) <= $same_money_days
)

select *
from distinct_movement
where deposit_id not in (select deposit_id from repeated_in_other_form)
