-- grain: database file of this connection, which is all but the scratch database
select database_name
from duckdb_databases()
where not internal and database_name <> 'scratch'
