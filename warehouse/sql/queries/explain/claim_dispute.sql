-- grain: dispute of a claim, open or expired; of a visit over two claims it is with the first of them
select *
from (
    select *, false as is_expired from dispute_queue
    union all by name
    select *, true as is_expired from expired_disputes
)
where
    claim_id = $claim_id
    or dispute_id in (select dispute_id from line_review where claim_id = $claim_id and deadline is not null)
order by claim_id <> $claim_id
