-- grain: dispute asked for: how many lines of the same claim were paid above the agreement
select dispute_id, count(*) as line_count
from derived.judged_line
where dispute_id in (select unnest($disputes)) and state = 'priced_over'
group by dispute_id
