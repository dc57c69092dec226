-- grain: file without one disposition, or with other numbers of facts than its reading counted
with counted as (
    select
        f.file_id,
        f.name,
        coalesce(f.payments, 0) = (select count(*) from fact.payment as p where p.file_id = f.file_id)
        and coalesce(f.claims, 0) = (select count(*) from fact.claim as c where c.file_id = f.file_id)
        and coalesce(f.lines, 0) = (select count(*) from fact.line as l where l.file_id = f.file_id) as is_whole
    from fact.file as f
)

select c.name as place
from counted as c
left join file_log as g on c.file_id = g.file_id
group by c.file_id, c.name, c.is_whole
having not c.is_whole or count(g.disposition) <> 1
