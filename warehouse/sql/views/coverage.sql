-- grain: agreement, procedure_code, outcome, unpriced_because
-- lines of a code under an agreement by outcome: priced, or why not
create or replace view coverage as
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
    count(*) as line_count,
    sum(charge) as charge,
    sum(paid) as paid,
    count(*) filter (where state in ('priced_short', 'priced_rate_finding')) as short_count,
    count(*) filter (where state = 'priced_over') as over_count,
    count(*) filter (where variance = 0)::double / nullif(count(*) filter (where expected_allowed is not null), 0) as exact_share
from derived.judged_line
where state not in ('reversed', 'superseded')
group by all
