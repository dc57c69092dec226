-- grain: dispute of a list of ids
select *
from memory.main.dispute
where dispute_id in (select unnest($ids::varchar[]))
order by by_deadline
