-- grain: dispute that is open on the day asked for, one per claim
select
    row_number() over (order by deadline nulls last, shortfall desc, payer_control_number, patient_control_number, dispute_id) as rank,
    deadline,
    coalesce($as_of::date, as_of) as as_of,
    deadline - coalesce($as_of::date, as_of) as days_left,
    * exclude (rank, deadline, days_left, as_of)
from (
    select * from dispute_queue
    union all by name
    select * from expired_disputes
)
where
    deadline >= coalesce($as_of::date, as_of)
    and ($payer::varchar is null or contains(lower(payer), lower($payer)) or agreement = $payer)
order by rank
