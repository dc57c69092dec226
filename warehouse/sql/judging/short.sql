-- grain: short line, or short visit: what may be disputed, with the day from which its window counts
create or replace table derived.short as
with unit as (
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
)

-- 42 CFR 405.942 and most contracts count from the initial determination: a later correction does not restart it
select
    u.*,
    coalesce(d.remittance_date, d.payment_date) as determined_on,
    d.earliest_date as earliest_determined_on,
    case a.counted_from
        when 'remittance_date' then coalesce(d.remittance_date, d.payment_date)
        when 'payment_date' then coalesce(d.payment_date, d.remittance_date)
        when 'latest_adjustment' then coalesce(d.latest_adjustment, d.payment_date)
        when 'date_of_service' then u.service_date
    end as basis_date,
    case a.counted_from
        when 'latest_adjustment' then d.latest_earliest_date
        when 'date_of_service' then u.service_date
        else d.earliest_date
    end as earliest_basis_date
from unit as u
inner join reference.agreement as a on u.agreement_id = a.agreement_id
left join derived.chain_date as d on u.chain_id = d.chain_id
