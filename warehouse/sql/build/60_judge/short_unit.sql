-- grain: unit_key
-- short line, or short visit: the unit of a dispute
create or replace table derived.short_unit as
select
    'line ' || j.line_id as unit_key,
    j.line_id,
    null::varchar as visit_id,
    j.claim_id,
    j.chain_id,
    j.agreement_id,
    j.service_date,
    j.expected_allowed,
    j.actual_allowed,
    j.variance,
    1 as line_count
from derived.line_judgement as j
where j.state in ('priced_short', 'priced_rate_finding')
union all
select
    'visit ' || v.visit_id as unit_key,
    null as line_id,
    v.visit_id,
    v.first_claim_id as claim_id,
    v.chain_id,
    v.agreement_id,
    v.service_date,
    v.expected_allowed,
    v.actual_allowed,
    v.variance,
    v.line_count
from derived.visit_judgement as v
where v.state = 'priced_short'
