-- grain: payment of money that is not matched yet
create or replace temp view open_unit as
select *
from derived.money_unit
where amount <> 0 and unit_id not in (select unit_id from derived.deposit_link)
