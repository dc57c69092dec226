-- grain: closing group of the disputes that fit a filter
select closing, count(*) as dispute_count, sum(shortfall) as shortfall
from memory.main.chosen(
    $window, $payer, $agreement, $cause, $status, $assignee, $batch, $site, $least, $most, $before, $numbers, $names
)
group by closing
