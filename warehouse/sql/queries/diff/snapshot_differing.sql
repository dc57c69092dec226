-- grain: one row, the number of rows with one key in both snapshots and different values
select count(*)
from surplus as o
semi join surplus as n on o.row_key = n.row_key and o.copy = n.copy and not n.is_old
where o.is_old
