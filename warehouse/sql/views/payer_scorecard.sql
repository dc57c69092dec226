-- grain: payer, agreement
-- how a payer pays under an agreement
create or replace view payer_scorecard as
with unit as (
    select
        payer,
        agreement,
        state,
        expected_allowed,
        actual_allowed,
        variance,
        state not in ('reversed', 'superseded') as is_line
    from derived.judged_line
    union all
    -- lines that are judged together have their amounts here
    select
        p.payer_name,
        v.agreement_id,
        v.state,
        v.expected_allowed,
        v.actual_allowed,
        v.variance,
        false
    from derived.visit_judgement as v
    inner join fact.claim as c on v.first_claim_id = c.claim_id
    inner join fact.payment as p on c.payment_id = p.payment_id
),

judged as (
    select
        payer,
        agreement,
        count(*) filter (where is_line) as line_count,
        count(*) filter (where expected_allowed is not null) as priced_count,
        count(*) filter (where state in ('priced_short', 'priced_rate_finding')) as short_count,
        count(*) filter (where state = 'priced_over') as over_count,
        coalesce(sum(variance) filter (where state in ('priced_short', 'priced_rate_finding')), 0) as short_amount,
        coalesce(-sum(variance) filter (where state = 'priced_over'), 0) as over_amount,
        sum(expected_allowed) as expected_allowed,
        sum(actual_allowed) filter (where expected_allowed is not null) as actual_allowed,
        count(*) filter (where variance = 0)::double / nullif(count(*) filter (where expected_allowed is not null), 0) as exact_share
    from unit
    group by payer, agreement
)

select
    j.*,
    m.medicare_line_count,
    m.medicare_lines_allowed,
    m.medicare_amount,
    round(100 * m.medicare_lines_allowed::double / nullif(m.medicare_amount, 0)::double, 1)::decimal(9, 1) as percent_of_medicare -- not money
from judged as j
left join derived.medicare_comparison as m on j.payer is not distinct from m.payer and j.agreement is not distinct from m.agreement
