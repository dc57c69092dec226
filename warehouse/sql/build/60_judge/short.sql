-- grain: unit_key
-- Short line, or short visit: what may be disputed, with the day from which its window counts. The window of a shortage
-- begins with the decision that made it (42 CFR 405.984); an agreement may count from the latest adjustment instead.
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
