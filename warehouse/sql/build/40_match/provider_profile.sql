-- grain: line_id
-- posted service line, with the key by which contracts/agreements/practice.py finds its site and its locality
create or replace table derived.provider_profile as
with break as (
    select unnest($site_breaks::date[]) as day
),

day as (
    select service_date as day from derived.posted_line
    union
    select service_until from derived.posted_line
),

-- the last day before it on which a site opened or was closed
since as (
    select
        d.day,
        max(b.day) as break
    from day as d
    inner join break as b on d.day >= b.day
    group by d.day
)

select
    l.line_id,
    rtrim(
        to_json({
            'payee_tin': p.payee_tin,
            'payee_npi': p.payee_npi,
            'rendering_npi': l.rendering_npi,
            'facility_npi': c.facility_npi
        })::varchar,
        '}'
    )
    -- what few practices ask for is in the key only where there is some of it
    || concat(
        case when f.break is not null then ',"first_day":"' || strftime(f.break, '%Y-%m-%d') || '"' end,
        case when u.break is not null then ',"last_day":"' || strftime(u.break, '%Y-%m-%d') || '"' end,
        case when list_contains($home_places, c.place_of_service) then ',"is_home":true' end,
        '}'
    ) as profile
from derived.posted_line as l
inner join fact.claim as c on l.claim_id = c.claim_id
inner join fact.payment as p on l.payment_id = p.payment_id
left join since as f on l.service_date = f.day
left join since as u on l.service_until = u.day
