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

company as (
    -- whether the patient has other lines of that day, on this claim or another: a reduction for several procedures
    -- needs one
    select
        x.line_id,
        count(*) over (
            partition by
                x.agreement_id,
                x.practice,
                case when e.patient = '' then 'claim ' || x.claim_id else e.patient end,
                x.service_date
        ) > 1 as in_company
    from derived.line_context as x
    inner join derived.claim_event as e on x.claim_id = e.claim_id
    where x.is_priceable
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
            'in_company': coalesce(company.in_company, false),
            'recoded': case when recoded.is_lower_level then recoded.submitted_code || ' ' || l.procedure_code end
        } as shortage
    from derived.line_judgement as j
    inner join derived.posted_line as l on j.line_id = l.line_id
    inner join fact.claim as c on l.claim_id = c.claim_id
    left join named on j.line_id = named.line_id
    left join repriced on c.claim_id = repriced.claim_id
    left join company on j.line_id = company.line_id
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
            'deducted': '0.00',
            'deducted_reason': null,
            'named': null,
            'is_price_right': false,
            'is_repriced': false,
            'in_company': false,
            'recoded': null
        }
    from derived.visit_judgement as v
    where v.state = 'priced_short'
)

select
    s.* exclude (shortage),
    to_json(s.shortage)::varchar as key,
    sha256($world || s.situation_id || to_json(s.shortage)::varchar) as question_id
from short as s
