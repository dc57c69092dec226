-- grain: claim_id, line_id
-- current service line from which sequestration was taken as its agreement permits or, without a line, claim from which
-- some was taken as a whole: the amount it was taken of, what was taken, and the percent of the law on that day.
-- Deductions of the quality program come before sequestration; others may come after it, so they are added back; what was paid to
-- the patient, on a claim that was not assigned, was paid too
create or replace table derived.sequestered as
with deducted as (
    select
        a.claim_id,
        a.line_id,
        coalesce(sum(a.amount) filter (where a.reason_code = $sequestration_reason), 0) as taken,
        coalesce(sum(a.amount) filter (
            where k.class = 'post_allowed' and a.amount > 0 and not list_contains($taken_before_sequestration, a.reason_code)
        ), 0)
        + coalesce(sum(a.amount) filter (where list_contains($paid_to_patient_reasons, a.reason_code)), 0) as put_back
    from derived.placed_adjustment as a
    inner join reference.adjustment_kind as k
        on a.group_code is not distinct from k.group_code and a.reason_code is not distinct from k.reason_code
    where k.class = 'post_allowed' or list_contains($paid_to_patient_reasons, a.reason_code)
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
    -- where the agreement permits none, all of it is an unpermitted deduction
    where x.role = 'current' and list_contains($permitting_sequestration, x.agreement_id)
),

claim_percent as (
    select
        claim_id,
        -- in doubt the highest percent, which favors the payer
        max(percent) as percent
    from current_line
    group by claim_id
),

claim_deduction as (
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
where x.claim_id not in (select claim_id from claim_deduction)
union all
select
    x.claim_id,
    null,
    x.percent,
    (c.paid + o.put_back)::decimal(18, 2),
    o.taken::decimal(18, 2)
from claim_percent as x
inner join claim_deduction as o on x.claim_id = o.claim_id
inner join fact.claim as c on x.claim_id = c.claim_id
