-- grain: open dispute, the one that closes first on top
select rank, deadline, days_left, payer, agreement, payer_control_number, line_count, shortfall, cause, batch
from dispute_queue
order by rank
limit $shown
