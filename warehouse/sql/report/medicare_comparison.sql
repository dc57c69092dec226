-- grain: payer and agreement: what was allowed for lines that Medicare has a rate for, and what Medicare pays where they were done
create or replace table derived.medicare_comparison as
with priced as (
    select
        p.payer_name as payer,
        x.agreement_id as agreement,
        a.actual_allowed,
        round(r.amount * (l.units_billed - coalesce(m.denied_units, 0)), 2) as medicare_amount
    from derived.line_context as x
    inner join derived.posted_line as l on x.line_id = l.line_id
    inner join derived.line_allowed as a on x.line_id = a.line_id
    inner join fact.claim as c on x.claim_id = c.claim_id
    inner join fact.payment as p on x.payment_id = p.payment_id
    inner join derived.medicare_rate as r
        on
            l.procedure_code = r.code
            and coalesce(array_to_string(l.modifiers, ':'), '') = r.modifiers
            and c.place_of_service is not distinct from r.place_of_service
            and x.locality = r.locality
            and list_max(list_filter($breaks::date[], day -> day <= l.service_date)) = r.rates_from
    left join derived.line_amount as m on x.line_id = m.line_id
    where x.role = 'current' and x.disposition = 'payable' and r.amount is not null
)

select
    payer,
    agreement,
    count(*) as medicare_line_count,
    sum(actual_allowed) as medicare_lines_allowed,
    sum(medicare_amount) as medicare_amount
from priced
group by payer, agreement
