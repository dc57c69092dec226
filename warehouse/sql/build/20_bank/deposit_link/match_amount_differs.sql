-- grain: deposit and payment with the same TRN02 and another amount, where neither has another candidate
insert into derived.deposit_link
with candidate as (
    select
        d.deposit_id,
        u.unit_id,
        count(*) over (partition by d.deposit_id) as units,
        count(*) over (partition by u.unit_id) as deposits
    from open_deposit as d
    inner join open_unit as u on d.trace_key = u.trace_key
    where
        -- payers reuse short numbers
        len(d.trace_key) >= $shortest_trace
        and coalesce(d.originator_key = u.originator_key, true)
)

select
    deposit_id,
    unit_id,
    'trace_only' as step,
    null as tag
from candidate
where units = 1 and deposits = 1
