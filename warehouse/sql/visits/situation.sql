-- grain: group of lines priced together; the key is the whole question, in the spelling of contracts.situation
create or replace table derived.situation as
with keyed as (
    select
        s.group_key,
        any_value(p.agreement_id) as agreement_id,
        to_json({
            'agreement': any_value(p.agreement_id),
            'period': strftime(any_value(p.period_start), '%Y-%m-%d'),
            'place_of_service': any_value(p.place_of_service),
            'locality': any_value(p.locality),
            'site_problem': any_value(p.site_problem),
            'lines': list(
                {
                    'code': p.code,
                    'modifiers': p.modifiers,
                    'units': regexp_replace(p.units::varchar, '\.?0+$', ''),
                    'charge': p.charge::varchar,
                    'credential': null::varchar
                }
                order by s.line_in_situation
            )
        })::varchar as key
    from derived.situation_line as s
    inner join derived.priceable_line as p on s.line_id = p.line_id
    group by s.group_key
)

select
    k.group_key,
    k.agreement_id,
    k.key,
    a.fingerprint,
    sha256(a.fingerprint || k.key) as situation_id
from keyed as k
inner join reference.agreement as a on k.agreement_id = a.agreement_id
