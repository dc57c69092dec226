-- grain: dispute whose review state changed after event :after
select
    subject as dispute_id,
    max(event_id) as version,
    max(case when field = 'status' then value end) as status,
    max(case when field = 'assignee' then value end) as assignee,
    max(case when field = 'batch' then value end) as batch,
    max(case when field = 'disputed_on' then value end) as disputed_on,
    max(case when field = 'reference' then value end) as reference,
    max(case when field = 'channel' then value end) as channel,
    max(case when field = 'closed_reason' then value end) as closed_reason,
    max(case when field = 'recovered_amount' then value end) as recovered_amount,
    max(case when field = 'next_action' then value end) as next_action,
    max(case when field = 'next_action_on' then value end) as next_action_on,
    max(case when field = 'answered_on' then value end) as answered_on
from state
where kind = 'dispute'
group by subject
having max(event_id) > :after
