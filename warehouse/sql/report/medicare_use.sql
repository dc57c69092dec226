-- grain: distinct code, modifiers, place of service, locality and period of rates among the lines a payer priced
select distinct
    l.procedure_code as code,
    coalesce(array_to_string(l.modifiers, ':'), '') as modifiers,
    c.place_of_service,
    x.locality,
    list_max(list_filter($breaks::date[], day -> day <= l.service_date)) as rates_from
from derived.line_context as x
inner join derived.posted_line as l on x.line_id = l.line_id
inner join fact.claim as c on x.claim_id = c.claim_id
where
    x.role = 'current'
    and x.disposition = 'payable'
    and x.locality is not null
    and l.procedure_code is not null
    and l.service_date >= list_min($breaks::date[])
order by all
