-- grain: view of this name in the snapshot: one, or none in a snapshot of an earlier version
select view_name from duckdb_views()
where view_name = $name
