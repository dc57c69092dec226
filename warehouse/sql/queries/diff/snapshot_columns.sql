-- grain: column of a published view of one of the two snapshots
select c.database_name, c.table_name, c.column_name, c.data_type
from duckdb_columns() as c
inner join duckdb_views() as v
    on c.database_name = v.database_name and c.schema_name = v.schema_name and c.table_name = v.view_name
where c.database_name in ('old', 'new') and c.schema_name = 'main' and not v.internal
order by c.table_name, c.column_index
