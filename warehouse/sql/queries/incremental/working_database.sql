-- grain: database that this connection writes to, besides what it keeps in memory for the night
select database_name
from duckdb_databases()
where not internal and database_name <> 'tonight'
