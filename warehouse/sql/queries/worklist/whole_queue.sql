-- grain: dispute that a filter lets through, in its order, with every column: for what leaves the page
select *
from memory.main.chosen(
    $window, $payer, $agreement, $cause, $status, $assignee, $batch, $site, $least, $most, $before, $numbers, $names
)
order by $sign * {place}
limit $size
