-- grain: agreement_id, patient, service_date, visits_counted_since, visits_year_begins, visits_episode_days
-- day on which a patient has a priceable line under an agreement that counts visits, with its number as the agreement counts
create or replace table derived.visit_number as
with recursive visit as (
    select distinct
        x.agreement_id,
        case when e.patient = '' then 'claim ' || e.claim_id else e.patient end as patient,
        x.service_date
    from derived.line_context as x
    inner join derived.claim_event as e on x.claim_id = e.claim_id
    where x.is_priceable and x.agreement_id in (select agreement_id from reference.agreement_period where needs_visit_number)
),

counting as (
    select distinct
        agreement_id,
        visits_counted_since,
        visits_year_begins,
        visits_episode_days
    from reference.agreement_period
    where needs_visit_number
),

-- an episode begins with a patient's first visit, and the next one with the first visit after its days
episode as (
    select
        c.agreement_id,
        v.patient,
        c.visits_episode_days,
        min(v.service_date) as first_visit
    from counting as c
    inner join visit as v on c.agreement_id = v.agreement_id
    where c.visits_episode_days is not null
    group by c.agreement_id, v.patient, c.visits_episode_days
    union all
    select
        e.agreement_id,
        e.patient,
        e.visits_episode_days,
        min(v.service_date) as first_visit
    from episode as e
    inner join visit as v
        on
            e.agreement_id = v.agreement_id
            and e.patient = v.patient
            and v.service_date >= e.first_visit + e.visits_episode_days::integer
    group by e.agreement_id, e.patient, e.visits_episode_days, e.first_visit
),

counted as (
    select
        v.agreement_id,
        v.patient,
        v.service_date,
        c.visits_counted_since,
        c.visits_year_begins,
        c.visits_episode_days,
        case
            when c.visits_year_begins is not null
                then (
                    (year(v.service_date) - (strftime(v.service_date, '%m-%d') < c.visits_year_begins)::integer)
                    || '-' || c.visits_year_begins
                )::date
            when c.visits_episode_days is not null
                then (
                    select max(e.first_visit)
                    from episode as e
                    where
                        e.agreement_id = v.agreement_id
                        and e.patient = v.patient
                        and e.visits_episode_days = c.visits_episode_days
                        and e.first_visit <= v.service_date
                )
            else c.visits_counted_since
        end as counted_from
    from visit as v
    inner join counting as c on v.agreement_id = c.agreement_id
)

select
    c.agreement_id,
    c.patient,
    c.service_date,
    c.visits_counted_since,
    c.visits_year_begins,
    c.visits_episode_days,
    count(*) as visit_number
from counted as c
inner join visit as earlier_visit
    on
        c.agreement_id = earlier_visit.agreement_id
        and c.patient = earlier_visit.patient
        and earlier_visit.service_date <= c.service_date
        and earlier_visit.service_date >= c.counted_from
group by all
