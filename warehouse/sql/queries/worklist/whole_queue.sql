-- grain: dispute that fits a filter, in its order, with every column: for exports
select *
from memory.main.chosen(
    $window, $payer, $agreement, $cause, $status, $assignee, $batch, $site, $least, $most, $before, $numbers, $names
)
order by $sign * {place}
limit $size
