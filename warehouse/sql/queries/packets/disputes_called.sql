-- grain: dispute with this number (the practice's, the payer's, its own id), or in the batch of this name
with called as (
    select r.chain_id as dispute_id
    from derived.claim_role as r
    inner join fact.claim as c on r.claim_id = c.claim_id
    where c.patient_control_number = $number or c.payer_control_number = $number or r.chain_id = $number
    union
    -- a visit over two claims is disputed with the first of them
    select dispute_id
    from line_review
    where deadline is not null and (patient_control_number = $number or payer_control_number = $number)
)

select *, false as is_expired from dispute_queue
-- a batch is sent with its open disputes only
where batch = $number or dispute_id in (select dispute_id from called)
union all by name
select *, true as is_expired from expired_disputes
where dispute_id in (select dispute_id from called)
order by deadline nulls last, dispute_id
