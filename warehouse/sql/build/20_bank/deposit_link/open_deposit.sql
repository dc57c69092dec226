-- grain: movement on the account that can be matched and is not matched yet
create or replace temp view open_deposit as
select *
from derived.bank_row
where
    amount is not null and amount <> 0 and deposit_date is not null
    and deposit_id not in (select deposit_id from derived.deposit_link)
