-- grain: one dispute that a person worked on since the page last looked
update memory.main.dispute
set
    version = $version, status = coalesce($status, 'new'),
    is_open = coalesce($status, 'new') not in ('recovered', 'closed'), assignee = $assignee, batch = coalesce($batch, first_batch),
    disputed_on = $disputed_on, reference = $reference, channel = $channel, closed_reason = $closed_reason,
    recovered_amount = $recovered_amount, next_action = $next_action, next_action_on = $next_action_on,
    answered_on = $answered_on
where dispute_id = $dispute_id
