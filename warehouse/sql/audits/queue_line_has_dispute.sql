-- grain: line in the queue whose dispute is not, or dispute in the queue without a line of it there
select f.name || ', segment ' || r.segment_number as place
from line_review as r
inner join fact.file as f on r.file_id = f.file_id
where r.in_queue and r.dispute_id not in (select dispute_id from dispute_queue)
union all
select 'dispute ' || dispute_id
from dispute_queue
where deadline is not null and dispute_id not in (select dispute_id from line_review where in_queue)
