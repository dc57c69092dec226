-- grain: short line, or short visit: what may be disputed, with the day from which its window counts
create or replace table derived.short as
select
    u.*,
    m.remittance_date as determined_on,
    m.earliest_date as earliest_determined_on,
    case a.counted_from
        when 'remittance_date' then m.remittance_date
        when 'payment_date' then m.payment_date
        when 'latest_adjustment' then greatest(d.latest_adjustment, m.remittance_date)
        when 'date_of_service' then u.service_date
    end as basis_date,
    case
        when a.counted_from = 'date_of_service' then u.service_date
        when a.counted_from = 'latest_adjustment' and d.latest_adjustment > m.remittance_date then d.latest_earliest_date
        else m.earliest_date
    end as earliest_basis_date
from derived.short_unit as u
inner join reference.agreement as a on u.agreement_id = a.agreement_id
left join derived.made_short as m on u.unit_key = m.unit_key
left join derived.chain_date as d on u.chain_id = d.chain_id
