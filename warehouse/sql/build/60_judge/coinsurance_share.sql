-- grain: claim_id, line_id
-- priced service line of Medicare Part B or, where its claim has adjustments of its own, the claim (no line): what was
-- allowed after the deductible, and the patient's share of that
create or replace table derived.coinsurance_share as
with line as (
    select
        j.claim_id,
        j.line_id,
        l.paid,
        c.paid as claim_paid,
        s.percent,
        case when list_has_any(l.modifiers, $assistant_modifiers) then t.percent end as assistant_percent,
        -- held against the price, so the amounts are whole, and the law waives nothing
        j.state in ('priced_ok', 'priced_short', 'priced_over', 'priced_rate_finding')
        and not list_contains($waived_codes, l.procedure_code)
        and not list_has_any(l.modifiers, $waived_modifiers) as is_judged
    from derived.line_judgement as j
    inner join derived.posted_line as l on j.line_id = l.line_id
    inner join fact.claim as c on j.claim_id = c.claim_id
    inner join reference.coinsurance as s on l.service_date >= s.effective_from and l.service_date < s.effective_until
    left join reference.therapy_assistant as t
        on l.service_date >= t.effective_from and l.service_date < t.effective_until
    where j.role = 'current' and list_contains($part_b_filing_codes, c.filing_code)
),

adjusted as (
    select
        a.claim_id,
        a.line_id,
        coalesce(sum(a.amount) filter (where k.class in ('cost_share', 'post_allowed')), 0) as allowed_beside,
        coalesce(sum(a.amount) filter (where a.group_code = 'PR' and a.reason_code = $deductible_reason), 0) as deductible,
        coalesce(sum(a.amount) filter (where list_contains($coinsurance_reasons, a.reason_code)), 0) as coinsurance,
        bool_or(list_contains($mixed_share_reasons, a.reason_code)) as is_mixed
    from derived.placed_adjustment as a
    inner join reference.adjustment_kind as k
        on a.group_code is not distinct from k.group_code and a.reason_code is not distinct from k.reason_code
    where a.claim_id in (select claim_id from line)
    group by a.claim_id, a.line_id
),

whole as (
    select
        l.claim_id,
        null::bigint as line_id,
        any_value(l.claim_paid) as paid,
        max(l.percent) as percent,
        max(l.assistant_percent) as assistant_percent,
        bool_and(l.is_judged) and count(distinct coalesce(l.assistant_percent, 0)) = 1 as is_judged,
        count(*) as line_count
    from line as l
    where l.claim_id in (select claim_id from adjusted where line_id is null)
    group by l.claim_id
),

of_whole as (
    select
        claim_id,
        sum(allowed_beside) as allowed_beside,
        sum(deductible) as deductible,
        sum(coinsurance) as coinsurance,
        bool_or(is_mixed) as is_mixed
    from adjusted
    group by claim_id
)

select
    l.claim_id,
    l.line_id,
    l.percent,
    l.assistant_percent,
    1::bigint as line_count,
    (l.paid + coalesce(a.allowed_beside, 0) - coalesce(a.deductible, 0))::decimal(18, 2) as allowed,
    coalesce(a.coinsurance, 0)::decimal(18, 2) as coinsurance
from line as l
left join adjusted as a on l.line_id = a.line_id
where l.is_judged and not coalesce(a.is_mixed, false) and l.claim_id not in (select claim_id from whole)
union all
select
    w.claim_id,
    w.line_id,
    w.percent,
    w.assistant_percent,
    w.line_count,
    (w.paid + a.allowed_beside - a.deductible)::decimal(18, 2),
    a.coinsurance::decimal(18, 2)
from whole as w
inner join of_whole as a on w.claim_id = a.claim_id
where w.is_judged and not a.is_mixed
