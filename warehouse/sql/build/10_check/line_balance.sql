-- grain: line_id
-- service line with its balance equation (005010X221A1 1.10.2.1): charge - adjustments of the line = paid;
-- an adjustment of the claim counts where it is exactly what its lines leave open
create or replace table derived.line_balance as
with adjusted as (
    select
        line_id,
        sum(amount)::decimal(18, 2) as amount,
        bool_or(amount is null) as has_unreadable
    from (
        select
            line_id,
            amount
        from fact.adjustment
        where line_id is not null
        union all
        select
            line_id,
            amount
        from derived.laid_adjustment
    )
    group by line_id
)

select
    l.line_id,
    l.claim_id,
    coalesce(a.amount, 0) as adjusted,
    -- null where an amount is missing or unreadable
    case
        when not coalesce(a.has_unreadable, false) then l.charge - coalesce(a.amount, 0) - l.paid
    end as off_by
from fact.line as l
left join adjusted as a on l.line_id = a.line_id
