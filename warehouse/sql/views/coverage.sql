-- grain: agreement, procedure_code, outcome, unpriced_because
-- lines of a code under an agreement by outcome: priced, or why not. What is compared as a whole, a visit or a claim, has its
-- dollars in a row of its own with the code 'visit', which counts no line
create or replace view coverage as
with line as (
    select
        agreement,
        procedure_code,
        case
            when expected_allowed is not null or state = 'visit_priced' then 'priced'
            -- the agreement pays nothing for it: that is an answer, and no gap in the agreements on file
            when reason_code = 'not_covered' then 'not_to_be_priced'
            when state in ('no_rate', 'unmapped_contract') then 'unpriced'
            else 'not_to_be_priced'
        end as outcome,
        case
            when expected_allowed is null and state in ('no_rate', 'unmapped_contract') then coalesce(reason_code, state)
            when expected_allowed is null and state <> 'visit_priced' then state
        end as unpriced_because,
        true as is_line,
        charge,
        paid,
        state,
        variance,
        expected_allowed
    from derived.judged_line
    where state not in ('reversed', 'superseded')
    union all
    select
        agreement_id,
        'visit',
        'priced',
        null,
        false,
        0,
        0,
        state,
        variance,
        expected_allowed
    from derived.visit_judgement
    where expected_allowed is not null
)

select
    agreement,
    procedure_code,
    outcome,
    unpriced_because,
    count(*) filter (where is_line) as line_count,
    sum(charge) as charge,
    sum(paid) as paid,
    count(*) filter (where state in ('priced_short', 'priced_rate_finding')) as short_count,
    count(*) filter (where state = 'priced_over') as over_count,
    count(*) filter (where variance = 0)::double / nullif(count(*) filter (where expected_allowed is not null), 0) as exact_share,
    coalesce(sum(variance) filter (where state in ('priced_short', 'priced_rate_finding')), 0) as short_amount,
    coalesce(-sum(variance) filter (where state = 'priced_over'), 0) as over_amount
from line
group by agreement, procedure_code, outcome, unpriced_because
