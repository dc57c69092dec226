-- grain: dispute of one page of the queue, after the place reached: first the places, then the rows that stand there
with reached as (
    select {place} as place
    from memory.main.chosen(
        $today, $window, $payer, $agreement, $cause, $status, $assignee, $batch, $site, $least, $most, $before, $numbers, $names
    )
    where $sign * {place} > $after
    order by $sign * {place}
    limit $size
)

select *
from memory.main.seen($today)
where {place} in (select place from reached)
order by $sign * {place}
