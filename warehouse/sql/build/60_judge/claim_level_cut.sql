-- grain: line_id
-- current service line of a claim in balance with an adjustment of its own (CAS under CLP), and the part of the cut that
-- it bears. What the cut leaves of the claim is allocated to its lines by what each should have been allowed or, where a
-- line has no price, by what each was allowed (X12 RFI 1053: the receiver has to allocate, and to say so)
create or replace table derived.claim_level_cut as
with cut_claim as (
    select distinct
        claim_id,
        agreement_id
    from derived.line_context
    where
        role = 'current'
        and claim_id in (select claim_id from derived.placed_adjustment where line_id is null)
        and claim_id not in (select claim_id from derived.posted_line where not is_in_balance)
),

cut as (
    select
        a.claim_id,
        a.amount,
        k.class,
        a.reason_code
    from derived.placed_adjustment as a
    inner join cut_claim as x on a.claim_id = x.claim_id
    inner join reference.adjustment_kind as k
        on a.group_code is not distinct from k.group_code and a.reason_code is not distinct from k.reason_code
    inner join derived.adjustment_use as u
        on
            x.agreement_id is not distinct from u.agreement_id
            and a.group_code is not distinct from u.group_code
            and a.reason_code is not distinct from u.reason_code
            and case when a.amount < 0 then '-' else '+' end = u.sign
    where a.line_id is null and not u.counts_as_allowed
    union all
    select
        claim_id,
        excess,
        'post_allowed',
        reason_code
    from derived.deduction_excess
    where line_id is null
),

claim_cut as (
    select
        claim_id,
        sum(amount) as taken,
        coalesce(sum(amount) filter (where class = 'not_covered'), 0) as not_covered,
        coalesce(sum(amount) filter (where class = 'post_allowed'), 0) as unpermitted,
        arg_max(reason_code, amount) filter (where class = 'post_allowed') as unpermitted_reason
    from cut
    group by claim_id
    having sum(amount) <> 0
),

line as (
    select
        x.claim_id,
        x.line_id,
        l.line_ordinal,
        a.actual_allowed,
        e.amount as expected_allowed,
        -- a line that got nothing and has no price, such as a bundled one, takes no part
        bool_and(e.amount is not null or a.actual_allowed = 0) over (partition by x.claim_id) as is_priced_claim
    from derived.line_context as x
    inner join claim_cut as o on x.claim_id = o.claim_id
    inner join derived.posted_line as l on x.line_id = l.line_id
    inner join derived.line_own_allowed as a on x.line_id = a.line_id
    left join derived.situation_line as s on x.line_id = s.line_id
    left join derived.situation as g on s.group_key = g.group_key
    left join store.expectation as e
        on g.situation_id = e.situation_id and s.line_in_situation = e.line_in_situation
    where x.role = 'current'
),

-- in cents, as integers: SQL divides decimals as floating point
weighted as (
    select
        *,
        (greatest(case when is_priced_claim then coalesce(expected_allowed, 0) else actual_allowed end, 0) * 100)::hugeint as weight
    from line
),

running as (
    select
        w.*,
        sum(weight) over (partition by w.claim_id)::hugeint as total_weight,
        sum(weight) over (
            partition by w.claim_id order by line_ordinal, line_id rows unbounded preceding
        )::hugeint as cumulative_weight,
        ((sum(actual_allowed) over (partition by w.claim_id) - o.taken) * 100)::hugeint as remaining_cents,
        (o.not_covered * 100)::hugeint as not_covered_cents,
        (o.unpermitted * 100)::hugeint as unpermitted_cents,
        o.unpermitted_reason
    from weighted as w
    inner join claim_cut as o on w.claim_id = o.claim_id
),

allocated as (
    select
        *,
        derived.laid_cents(remaining_cents, weight, cumulative_weight, total_weight) as allowed_cents,
        derived.laid_cents(not_covered_cents, weight, cumulative_weight, total_weight) as not_covered_part_cents,
        derived.laid_cents(unpermitted_cents, weight, cumulative_weight, total_weight) as unpermitted_part_cents
    from running
    where total_weight > 0
)

select
    line_id,
    (actual_allowed - allowed_cents::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(18, 2) as taken,
    (not_covered_part_cents::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(18, 2) as not_covered,
    (unpermitted_part_cents::decimal(18, 0) * 0.01::decimal(3, 2))::decimal(18, 2) as unpermitted,
    unpermitted_reason,
    is_priced_claim
from allocated
