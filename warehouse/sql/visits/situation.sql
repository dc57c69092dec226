-- grain: group of lines priced together; the key is the whole question, in the spelling of contracts.situation
create or replace table derived.situation as
with spelled as (
    select
        s.group_key,
        s.line_in_situation,
        p.*,
        -- what few agreements ask for stands in the key only where there is some of it
        left(to_json({
            'code': p.code,
            'modifiers': p.modifiers,
            'units': regexp_replace(p.units::varchar, '\.?0+$', ''),
            'charge': p.charge::varchar,
            'credential': p.credential
        })::varchar, -1)
        || case when p.product is null then '' else ',"product":' || to_json(p.product)::varchar end
        || case when p.needs_claim then ',"claim":' || s.claim_in_situation else '' end
        || '}' as line
    from derived.situation_line as s
    inner join derived.priceable_line as p on s.line_id = p.line_id
),

keyed as (
    select
        group_key,
        any_value(agreement_id) as agreement_id,
        left(to_json({
            'agreement': any_value(agreement_id),
            'period': strftime(any_value(period_start), '%Y-%m-%d'),
            'place_of_service': any_value(place_of_service),
            'locality': any_value(locality),
            'site_problem': any_value(site_problem)
        })::varchar, -1)
        || case when any_value(site) is null then '' else ',"site":' || to_json(any_value(site))::varchar end
        || case when any_value(visit_number) is null then '' else ',"visit_number":' || any_value(visit_number) end
        || ',"lines":[' || string_agg(line, ',' order by line_in_situation) || ']}' as key
    from spelled
    group by group_key
)

select
    k.group_key,
    k.agreement_id,
    k.key,
    a.fingerprint,
    sha256(a.fingerprint || k.key) as situation_id
from keyed as k
inner join reference.agreement as a on k.agreement_id = a.agreement_id
