-- grain: dispute that a person worked on since the page last looked
update memory.main.dispute as d
set
    version = s.version, status = coalesce(s.status, 'new'),
    is_open = coalesce(s.status, 'new') not in ('recovered', 'closed'), assignee = s.assignee, batch = coalesce(s.batch, d.first_batch),
    disputed_on = s.disputed_on, reference = s.reference, channel = s.channel, closed_reason = s.closed_reason,
    recovered_amount = s.recovered_amount, next_action = s.next_action, next_action_on = s.next_action_on,
    answered_on = s.answered_on
from memory.main.standing as s
where d.dispute_id = s.dispute_id
