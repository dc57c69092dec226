-- grain: dispute_id
-- dispute, open or expired, with what people did about it: what dispute_queue and expired_disputes show
create or replace view derived.listed_dispute as
select
    r.* replace (
        coalesce(s.status, r.status) as status, s.assignee as assignee, coalesce(s.batch, r.batch) as batch
    ),
    s.next_action,
    s.next_action_on,
    s.disputed_on,
    s.reference as dispute_reference,
    s.recovered_amount,
    s.answered_on
from derived.batched_dispute as r
left join derived.dispute_standing as s on r.dispute_id = s.dispute_id
