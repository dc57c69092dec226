-- grain: dispute of one page of the queue, after the place reached
select *
from memory.main.chosen(
    $today, $window, $payer, $agreement, $cause, $status, $assignee, $batch, $site, $least, $most, $before, $numbers, $names
)
where $sign * {place} > $after
order by $sign * {place}
limit $size
