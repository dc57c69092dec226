-- grain: current service line of an agreement with a price to compare with what was allowed
select
    s.key,
    r.line_in_situation as place,
    r.service_date,
    r.procedure_code as code,
    r.site,
    r.place_of_service,
    r.locality,
    r.units_billed as units,
    r.charge,
    r.payer_allowed as allowed,
    r.visit_id
from derived.judged_line as r
inner join store.situation as s on r.situation_id = s.situation_id
where
    r.agreement = $agreement
    and r.state in ('priced_ok', 'priced_short', 'priced_over', 'priced_rate_finding', 'visit_priced', 'no_rate')
    and r.line_in_situation is not null
order by r.line_id
