-- grain: step of the situations asked for, with every column that the version which published the snapshot has
select *
from store.expectation_step
where situation_id in (select unnest($situations))
order by situation_id, line_in_situation, step
