-- grain: dispute of one page of the queue, after the place reached. The places are found first, then the columns of
-- those rows
with reached as (
    select {place} as place
    from memory.main.chosen(
        $window, $payer, $agreement, $cause, $status, $assignee, $batch, $site, $least, $most, $before, $numbers, $names
    )
    where $sign * {place} > $after
    order by $sign * {place}
    limit $size
)

select
    dispute_id, version, closing, days, deadline, window_is_assumed, payer, agreement, site, patient_control_number,
    payer_control_number, patient_last, patient_first, first_service_date, last_service_date, codes, units, charge,
    expected_allowed, actual_allowed, shortfall, patient_share, cause, cause_confidence, status, assignee, next_action,
    next_action_on, door, {place}
from memory.main.dispute
where {place} in (select place from reached)
order by $sign * {place}
