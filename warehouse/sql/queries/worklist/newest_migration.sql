-- grain: one row: the newest migration of the database that was published
select max(number) as number
from migration
