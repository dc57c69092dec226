-- grain: line_id, group_code, reason_code, adjustment_ordinal
-- adjustment of a claim (CAS under CLP) as it counts on its lines: where it is exactly what these leave open, each line
-- gets what it leaves open. Where several reasons meet several open lines, what belongs to which is not known, and
-- nothing is laid. X12 RFI 1053: the receiver has to allocate
create or replace table derived.laid_adjustment as
with of_claim as (
    select
        claim_id,
        sum(amount) as amount,
        count(distinct (coalesce(group_code, ''), coalesce(reason_code, ''))) as reason_count
    from fact.adjustment
    where line_id is null and claim_id is not null
    group by claim_id
    having sum(amount) <> 0 and bool_and(amount is not null)
),

of_line as (
    select
        line_id,
        sum(amount) as amount,
        bool_or(amount is null) as has_unreadable
    from fact.adjustment
    where line_id is not null and claim_id in (select claim_id from of_claim)
    group by line_id
),

gap as (
    select
        l.claim_id,
        l.line_id,
        case when not coalesce(a.has_unreadable, false) then l.charge - coalesce(a.amount, 0) - l.paid end as amount
    from fact.line as l
    inner join of_claim as o on l.claim_id = o.claim_id
    left join of_line as a on l.line_id = a.line_id
),

exact as (
    select
        g.claim_id,
        any_value(o.reason_count) as reason_count,
        count(*) filter (where g.amount <> 0) as open_count
    from gap as g
    inner join of_claim as o on g.claim_id = o.claim_id
    group by g.claim_id
    having
        bool_and(g.amount is not null)
        and sum(g.amount) = any_value(o.amount)
        and bool_and(g.amount * o.amount >= 0)
        and (any_value(o.reason_count) = 1 or open_count = 1)
)

select
    any_value(a.file_id) as file_id,
    min(a.segment_number) as segment_number,
    any_value(a.payment_id) as payment_id,
    a.claim_id,
    g.line_id,
    min(a.adjustment_ordinal) as adjustment_ordinal,
    a.group_code,
    a.reason_code,
    (case when e.reason_count = 1 then any_value(g.amount) else sum(a.amount) end)::decimal(18, 2) as amount,
    (case when e.open_count = 1 then sum(a.quantity) end)::decimal(18, 4) as quantity
from fact.adjustment as a
inner join exact as e on a.claim_id = e.claim_id
inner join gap as g on a.claim_id = g.claim_id and g.amount <> 0
where a.line_id is null
group by a.claim_id, g.line_id, a.group_code, a.reason_code, e.reason_count, e.open_count
