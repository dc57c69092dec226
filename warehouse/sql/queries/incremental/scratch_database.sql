-- grain: database in memory that a night works in; one row when it is attached
select database_name
from duckdb_databases()
where database_name = 'scratch'
