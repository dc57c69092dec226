-- grain: as of snapshot_surplus, and no row: the two views have no column in common
create or replace temp table surplus as
select '' as row_key, true as is_old, 1 as copy
where false
