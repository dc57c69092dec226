-- grain: dispute of a claim, open or expired
select *, false as is_expired from dispute_queue
where claim_id = $claim_id
union all by name
select *, true as is_expired from expired_disputes
where claim_id = $claim_id
