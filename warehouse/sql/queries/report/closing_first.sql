-- grain: open dispute, the ones that close first
select rank, deadline, days_left, payer, agreement, payer_control_number, line_count, shortfall, cause, batch
from dispute_queue
order by rank
limit $shown
