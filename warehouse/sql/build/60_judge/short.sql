-- grain: unit_key
-- short line, or short visit, with the day from which its dispute window counts: the decision that made it short
-- (42 CFR 405.984), unless its agreement counts from another day
create or replace table derived.short as
select
    u.*,
    m.remittance_date as determined_on,
    m.earliest_date as earliest_determined_on,
    case a.counted_from
        when 'remittance_date' then m.remittance_date
        when 'payment_date' then m.payment_date
        when 'latest_adjustment' then d.latest_adjustment
        when 'date_of_service' then u.service_date
    end as basis_date,
    case a.counted_from
        when 'latest_adjustment' then d.latest_earliest_date
        when 'date_of_service' then u.service_date
        else m.earliest_date
    end as earliest_basis_date
from derived.short_unit as u
inner join reference.agreement as a on u.agreement_id = a.agreement_id
left join derived.made_short as m on u.unit_key = m.unit_key
left join derived.chain_date as d on u.chain_id = d.chain_id
