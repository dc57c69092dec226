-- grain: dispute whose window has closed
create or replace view expired_disputes as
select
    r.* exclude (is_expired) replace (
        coalesce(s.status, r.status) as status, s.assignee as assignee, coalesce(s.batch, r.batch) as batch
    ),
    s.next_action,
    s.next_action_on,
    s.disputed_on,
    s.reference as dispute_reference,
    s.recovered_amount
from derived.ranked_dispute as r
left join derived.dispute_standing as s on r.dispute_id = s.dispute_id
where r.is_expired
