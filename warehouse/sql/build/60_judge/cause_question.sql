-- grain: unit_key
-- short line, or short visit, with the question that is asked about it; the same question has the same answer
create or replace table derived.cause_question as
with named as (
    select
        a.line_id,
        list({'reason': a.reason_code, 'amount': a.amount::varchar} order by a.reason_code) as cuts
    from (
        select
            line_id,
            reason_code,
            sum(amount) as amount
        from derived.placed_adjustment
        where list_contains($named_reasons, reason_code)
        group by line_id, reason_code
        having sum(amount) > 0
    ) as a
    group by a.line_id
),

repriced as (
    select distinct claim_id from fact.reference where qualifier = '9A'
),

sequestered as (
    select
        claim_id,
        line_id
    from derived.placed_adjustment
    where reason_code = $sequestration_reason
),

company as (
    select
        x.line_id,
        x.agreement_id,
        x.practice,
        case when e.patient = '' then 'claim ' || x.claim_id else e.patient end as patient,
        x.service_date,
        j.expected_allowed,
        j.actual_allowed
    from derived.line_context as x
    inner join derived.claim_event as e on x.claim_id = e.claim_id
    inner join derived.line_judgement as j on x.line_id = j.line_id
    where x.is_priceable
),

-- a reduction for several procedures leaves one of the day whole: another line, on this claim or another, that got more
-- of its price than this one, or has no price to compare
accompanied as (
    select distinct c.line_id
    from company as c
    inner join company as o
        on
            c.agreement_id = o.agreement_id
            and c.practice is not distinct from o.practice
            and c.patient = o.patient
            and c.service_date = o.service_date
            and c.line_id <> o.line_id
    where coalesce(o.actual_allowed * c.expected_allowed > c.actual_allowed * o.expected_allowed, true)
),

visit_line as (
    select
        j.visit_id,
        sum(j.unpermitted)::decimal(18, 2) as unpermitted,
        arg_max(j.unpermitted_reason, j.unpermitted) as unpermitted_reason,
        sum(j.patient_share)::decimal(18, 2) as patient_share,
        bool_or(repriced.claim_id is not null) as is_repriced,
        bool_or(exists (
            select 1 from sequestered as s where s.claim_id = j.claim_id and coalesce(s.line_id, j.line_id) = j.line_id
        )) as is_sequestered
    from derived.line_judgement as j
    left join repriced on j.claim_id = repriced.claim_id
    where j.visit_id is not null and j.state = 'visit_priced'
    group by j.visit_id
),

short as (
    select
        'line ' || j.line_id as unit_key,
        j.line_id,
        null::varchar as visit_id,
        j.claim_id,
        j.agreement_id,
        j.situation_id,
        l.procedure_code,
        j.service_date,
        j.variance,
        j.expected_allowed,
        j.actual_allowed,
        {
            'line': j.line_in_situation,
            'expected': j.expected_allowed::varchar,
            'actual': j.actual_allowed::varchar,
            'charge': l.charge::varchar,
            'place_of_service': c.place_of_service,
            'locality': j.locality,
            'site': j.site,
            'credential': j.credential,
            'units_paid': case
                when l.units_paid < l.units_billed - j.denied_units
                    then regexp_replace(l.units_paid::varchar, '\.?0+$', '')
            end,
            'deducted': j.unpermitted::varchar,
            'deducted_reason': j.unpermitted_reason,
            'named': named.cuts,
            'is_price_right': j.state = 'priced_rate_finding',
            'is_repriced': repriced.claim_id is not null,
            'in_company': accompanied.line_id is not null,
            'law_on': list_max(list_filter($cut_breaks::date[], lambda day: day <= j.service_date))::varchar,
            'patient_share': j.patient_share::varchar,
            'is_sequestered': exists (
                select 1 from sequestered as s where s.claim_id = j.claim_id and coalesce(s.line_id, j.line_id) = j.line_id
            ),
            'recoded': case when recoded.is_lower_level then recoded.submitted_code || ' ' || l.procedure_code end
        } as shortage
    from derived.line_judgement as j
    inner join derived.posted_line as l on j.line_id = l.line_id
    inner join fact.claim as c on l.claim_id = c.claim_id
    left join named on j.line_id = named.line_id
    left join repriced on c.claim_id = repriced.claim_id
    left join accompanied on j.line_id = accompanied.line_id
    left join derived.recoded_line as recoded on j.line_id = recoded.line_id
    where j.state in ('priced_short', 'priced_rate_finding')
    union all
    select
        'visit ' || v.visit_id,
        null,
        v.visit_id,
        v.first_claim_id,
        v.agreement_id,
        v.situation_id,
        case when v.compare = 'claim' then 'claim' else 'visit' end,
        v.service_date,
        v.variance,
        v.expected_allowed,
        v.actual_allowed,
        {
            'line': 0,
            'expected': v.expected_allowed::varchar,
            'actual': v.actual_allowed::varchar,
            'charge': null,
            'place_of_service': null,
            'locality': null,
            'site': null,
            'credential': null,
            'units_paid': null,
            'deducted': m.unpermitted::varchar,
            'deducted_reason': m.unpermitted_reason,
            'named': null,
            'is_price_right': m.unpermitted > 0 and abs(v.variance - m.unpermitted) <= t.per_line,
            'is_repriced': m.is_repriced,
            'in_company': false,
            'law_on': list_max(list_filter($cut_breaks::date[], lambda day: day <= v.service_date))::varchar,
            'patient_share': m.patient_share::varchar,
            'is_sequestered': m.is_sequestered,
            'recoded': null
        }
    from derived.visit_judgement as v
    inner join visit_line as m on v.visit_id = m.visit_id
    cross join reference.tolerance as t
    where v.state = 'priced_short'
)

select
    s.* exclude (shortage),
    to_json(s.shortage)::varchar as key,
    sha256($world || s.situation_id || to_json(s.shortage)::varchar) as question_id
from short as s
