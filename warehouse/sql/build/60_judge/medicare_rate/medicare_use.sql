-- grain: distinct code, modifiers, place of service, locality and date of service among payable current lines, with the
-- first day of the rates in force; a place of service that was not sent is an empty text
with used as (
    select distinct
        l.procedure_code as code,
        coalesce(array_to_string(l.modifiers, ':'), '') as modifiers,
        coalesce(c.place_of_service, '') as place_of_service,
        x.locality,
        l.service_date
    from derived.line_context as x
    inner join derived.posted_line as l on x.line_id = l.line_id
    inner join fact.claim as c on x.claim_id = c.claim_id
    where
        x.role = 'current'
        and x.disposition = 'payable'
        and x.locality is not null
        and l.procedure_code is not null
        and l.service_date >= list_min($rate_breaks::date[])
)

select
    *,
    list_max(list_filter($rate_breaks::date[], lambda day: day <= service_date)) as rates_from
from used
order by all
