-- grain: line_id
-- posted service line, with what the payer allowed by the line's own signed adjustments, never by AMT*B6
-- (835 guide 1.10.2; X12 RFI 2601)
create or replace table derived.line_own_allowed as
with counted as (
    select
        a.line_id,
        sum(a.amount) filter (where u.counts_as_allowed) as counted,
        sum(a.amount) filter (where not u.counts_as_allowed and k.class = 'post_allowed') as unpermitted,
        -- the largest deduction names the finding
        arg_max(a.reason_code, a.amount) filter (where not u.counts_as_allowed and k.class = 'post_allowed') as unpermitted_reason
    from derived.placed_adjustment as a
    inner join derived.line_context as x on a.line_id = x.line_id
    inner join reference.adjustment_kind as k
        on a.group_code is not distinct from k.group_code and a.reason_code is not distinct from k.reason_code
    inner join derived.adjustment_use as u
        on
            x.agreement_id is not distinct from u.agreement_id
            and a.group_code is not distinct from u.group_code
            and a.reason_code is not distinct from u.reason_code
            and case when a.amount < 0 then '-' else '+' end = u.sign
    group by a.line_id
)

select
    l.line_id,
    (coalesce(m.cost_share, 0) + coalesce(s.patient_share, 0))::decimal(18, 2) as patient_share,
    (l.paid + coalesce(c.counted, 0) - coalesce(b.excess, 0))::decimal(18, 2) as actual_allowed,
    (coalesce(c.unpermitted, 0) + coalesce(b.excess, 0))::decimal(18, 2) as unpermitted,
    case when b.excess > coalesce(c.unpermitted, 0) then b.reason_code else c.unpermitted_reason end as unpermitted_reason
from derived.posted_line as l
left join derived.line_amount as m on l.line_id = m.line_id
left join derived.claim_level_share as s on l.line_id = s.line_id
left join counted as c on l.line_id = c.line_id
left join derived.deduction_excess as b on l.line_id = b.line_id
