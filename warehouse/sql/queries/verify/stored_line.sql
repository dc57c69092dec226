-- grain: service line of a claim as it was read from its file
select
    segment_number, procedure_code, modifier_1, modifier_2, modifier_3, modifier_4, charge, paid, units_paid,
    units_billed, service_date, service_until
from fact.line
where claim_id = $claim_id
order by segment_number
