-- one row per view of the levels of appeal that the snapshot has: one, or none
select view_name from duckdb_views()
where view_name = 'appeal_level'
