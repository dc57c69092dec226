-- grain: line_id
-- payable line that Medicare has a rate for at its site: its units, the rate of one, and among the therapy lines of its
-- patient's day its place, from 0
create or replace table derived.medicare_line as
select
    l.line_id,
    l.procedure_code as code,
    l.units_billed - coalesce(m.denied_units, 0) as units,
    r.place_of_service,
    r.locality,
    r.rates_from,
    r.amount,
    case
        when r.is_therapy
            then concat_ws(
                '|', e.payer_key, p.payee_tin, case when e.patient = '' then 'claim ' || l.claim_id else e.patient end,
                l.service_date, r.place_of_service, r.locality
            )
    end as day_key,
    row_number() over (partition by day_key order by l.line_id) - 1 as place
from derived.line_context as x
inner join derived.posted_line as l on x.line_id = l.line_id
inner join derived.claim_event as e on x.claim_id = e.claim_id
inner join fact.claim as c on x.claim_id = c.claim_id
inner join fact.payment as p on x.payment_id = p.payment_id
inner join derived.medicare_rate as r
    on
        l.procedure_code = r.code
        and coalesce(array_to_string(l.modifiers, ':'), '') = r.modifiers
        and coalesce(c.place_of_service, '') = r.place_of_service
        and x.locality = r.locality
        and l.service_date = r.service_date
left join derived.line_amount as m on x.line_id = m.line_id
where x.role = 'current' and x.disposition = 'payable' and r.amount is not null
