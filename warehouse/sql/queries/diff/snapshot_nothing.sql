-- grain: none, the table is empty: two views without a common column have no rows to compare
create or replace temp table surplus as
select '' as row_key, true as is_old, 1 as copy
where false
