-- grain: database in memory for the night; one row when there is one
select database_name
from duckdb_databases()
where database_name = 'tonight'
