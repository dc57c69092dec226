-- grain: payment_id
-- payment (ST) with its balance state: whether its equation holds, alone or with the other parts of a split remittance
create or replace table derived.payment_equation as
with grouped as (
    select
        t.*,
        s.standing,
        s.duplicate_of,
        s.identity,
        p.trace,
        count(*) filter (where s.standing = 'posted') over (partition by s.identity) as part_count,
        t.payment_amount - sum(t.claims_total - t.provider_adjustments_total) filter (where s.standing = 'posted')
            over (partition by s.identity) as group_off_by
    from derived.payment_total as t
    inner join derived.payment_standing as s on t.payment_id = s.payment_id
    inner join fact.payment as p on t.payment_id = p.payment_id
)

select
    payment_id,
    standing,
    duplicate_of,
    trace,
    claim_count,
    payment_amount,
    claims_total,
    provider_adjustments_total,
    off_by,
    case when standing = 'posted' and part_count > 1 and off_by <> 0 and group_off_by = 0 then coalesce(trace, identity) end
        as split_group,
    case
        when standing <> 'posted' then standing
        when off_by is null then 'not_evaluable'
        when off_by = 0 then 'balanced'
        when part_count > 1 and group_off_by = 0 then 'balanced_together'
        else 'off_by'
    end as state
from grouped
