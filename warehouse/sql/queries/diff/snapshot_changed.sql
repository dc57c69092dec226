-- grain: old and new value of a column, over rows with one key in both snapshots; the most frequent change first
select
    o.{column} as old_value,
    n.{column} as new_value,
    count(*) as row_count,
    min(o.row_key, $shown) as first_keys,
    sum(count(*)) over ()::bigint as all_rows
from surplus as o
inner join surplus as n on o.row_key = n.row_key and o.copy = n.copy
where o.is_old and not n.is_old and o.{column} is distinct from n.{column}
group by all
order by row_count desc, first_keys
limit $shown
