-- grain: claim_id, line_id
-- current service line from which sequestration was taken with the agreement's leave, or, without line, claim from
-- which some was taken as a whole; what was taken of it in all, of what amount, and the law's percent on the day of service.
-- The quality program comes before it; what else is taken after the price may come after it, so it is put back
create or replace table derived.sequestered as
with deducted as (
    select
        a.claim_id,
        a.line_id,
        coalesce(sum(a.amount) filter (where a.reason_code = $sequestration_reason), 0) as taken,
        sum(a.amount) filter (where a.amount > 0 and not list_contains($taken_before_sequestration, a.reason_code)) as put_back
    from fact.adjustment as a
    inner join reference.adjustment_kind as k
        on a.group_code is not distinct from k.group_code and a.reason_code is not distinct from k.reason_code
    where k.class = 'post_allowed'
    group by a.claim_id, a.line_id
),

current_line as (
    select
        x.line_id,
        x.claim_id,
        x.agreement_id,
        s.percent
    from derived.line_context as x
    inner join reference.sequestration as s on x.service_date >= s.effective_from and x.service_date < s.effective_until
    -- what an agreement does not permit at all is a finding already
    where x.role = 'current' and list_contains($permitting_sequestration, x.agreement_id)
),

by_claim as (
    select
        claim_id,
        -- a day on which more could be taken speaks for the payer
        max(percent) as percent
    from current_line
    group by claim_id
),

of_claim as (
    select
        claim_id,
        sum(taken) as taken,
        sum(put_back) as put_back
    from deducted
    where claim_id in (select claim_id from deducted where line_id is null and taken > 0)
    group by claim_id
)

select
    x.claim_id,
    x.line_id,
    x.percent,
    (l.paid + d.put_back)::decimal(18, 2) as paid_before,
    d.taken::decimal(18, 2) as taken
from current_line as x
inner join deducted as d on x.line_id = d.line_id and d.taken > 0
inner join derived.posted_line as l on x.line_id = l.line_id
where x.claim_id not in (select claim_id from of_claim)
union all
select
    x.claim_id,
    null,
    x.percent,
    (c.paid + o.put_back)::decimal(18, 2),
    o.taken::decimal(18, 2)
from by_claim as x
inner join of_claim as o on x.claim_id = o.claim_id
inner join fact.claim as c on x.claim_id = c.claim_id
