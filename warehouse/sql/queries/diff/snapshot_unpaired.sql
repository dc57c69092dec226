-- grain: key of a row that only one snapshot has, the old one if $is_old
select s.row_key, count(*) over () as all_rows
from surplus as s
anti join surplus as t on s.row_key = t.row_key and s.copy = t.copy and s.is_old <> t.is_old
where s.is_old = $is_old
order by s.row_key
limit $shown
