-- grain: short line, or short visit: what may be disputed, with the day from which its window counts
create or replace table derived.owed as
with unit as (
    select
        j.line_id,
        null::varchar as visit_id,
        j.claim_id,
        j.chain_id,
        j.agreement_id,
        j.service_date,
        j.expected_allowed,
        j.actual_allowed,
        j.variance,
        1 as line_count,
        case
            when j.state = 'priced_rate_finding' and j.unpermitted_reason = $sequestration then 'sequestration_not_in_contract'
            when j.state = 'priced_rate_finding' then 'deduction_not_in_contract'
            when l.units_paid < l.units_billed - coalesce(m.denied_units, 0) then 'units_cut'
            else 'unexplained_short'
        end as cause
    from derived.line_judgement as j
    inner join derived.posted_line as l on j.line_id = l.line_id
    left join derived.line_amount as m on j.line_id = m.line_id
    where j.state in ('priced_short', 'priced_rate_finding')
    union all
    select
        null as line_id,
        v.visit_id,
        v.first_claim_id as claim_id,
        v.chain_id,
        v.agreement_id,
        v.service_date,
        v.expected_allowed,
        v.actual_allowed,
        v.variance,
        v.line_count,
        'visit_rate_short' as cause
    from derived.visit_judgement as v
    where v.state = 'priced_short'
)

select
    u.*,
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
