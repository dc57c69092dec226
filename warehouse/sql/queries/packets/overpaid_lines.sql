-- grain: dispute asked for, with the number of lines of its claim that were paid above the agreement
select dispute_id, count(*) as line_count
from derived.judged_line
where dispute_id in (select unnest($disputes)) and state = 'priced_over'
group by dispute_id
