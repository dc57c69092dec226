-- grain: unit_key
-- short line, or short visit: of the causes that fit, the one that explains most lines of the agreement
create or replace table derived.chosen_cause as
with fit as materialized (
    select
        q.unit_key,
        q.agreement_id,
        f.*,
        -- a payer prices a claim as a whole: a candidate that explains more of its lines is better
        count(*) over (partition by q.claim_id, f.candidate) as claim_lines,
        -- any amount is some percent of the rate and some dollars less
        f.evidence in ('shared', 'odd_share', 'flat') as is_general,
        bool_or(f.evidence in ('fits', 'rounded')) over (partition by q.unit_key) as has_rate
    from derived.cause_question as q
    inner join store.cause_fit as f on q.question_id = f.question_id
),

-- a percent or an amount less that only repeats what a rate on file says of the same lines is no cause of its own
repeated as (
    select
        f.agreement_id,
        f.candidate
    from fit as f
    inner join reference.cause_evidence as e on f.evidence = e.evidence
    where f.is_general
    group by f.agreement_id, f.candidate
    having count(*) filter (where not f.has_rate) < max(e.lines)
),

ranked_fit as materialized (
    select
        f.*,
        c.line_count,
        c.first_service_date,
        f.is_stated or (c.line_count >= e.lines and c.code_count >= e.codes) as is_enough,
        row_number() over (
            partition by f.unit_key
            order by
                f.is_stated or (c.line_count >= e.lines and c.code_count >= e.codes) desc,
                f.evidence = 'partly',
                f.is_general and r.candidate is not null,
                f.is_stated desc,
                f.claim_lines desc,
                c.line_count desc,
                f.family,
                f.place,
                f.candidate
        ) as choice
    from fit as f
    inner join derived.cause_candidate as c on f.agreement_id = c.agreement_id and f.candidate = c.candidate
    inner join reference.cause_evidence as e on f.evidence = e.evidence
    left join repeated as r on f.agreement_id = r.agreement_id and f.candidate = r.candidate
),

counted as (
    select
        unit_key,
        -- a flat amount fits every line that is short by it, and a `partly` candidate does not give the amount
        count(*) filter (
            where evidence not in ('flat', 'odd_share', 'partly') or (choice = 1 and is_enough and evidence <> 'partly')
        ) as fits_count,
        arg_min(cause, choice) filter (
            where (cause <> chosen_cause or not has_choice) and (is_enough or evidence not in ('flat', 'odd_share'))
        ) as runner_up
    from (
        select
            *,
            first_value(cause) over (partition by unit_key order by choice) as chosen_cause,
            bool_or(is_enough) over (partition by unit_key) as has_choice
        from ranked_fit
    )
    group by unit_key
),

answered as (
    select
        q.*,
        f.candidate,
        f.evidence,
        f.text,
        f.is_stated,
        f.line_count,
        f.first_service_date,
        coalesce(f.cause, case when q.procedure_code = 'visit' then 'visit_rate_short' else 'unexplained_short' end) as cause,
        coalesce(n.fits_count, 0) as fits_count,
        n.runner_up
    from derived.cause_question as q
    left join ranked_fit as f on q.unit_key = f.unit_key and f.choice = 1 and f.is_enough
    left join counted as n on q.unit_key = n.unit_key
)

select
    unit_key,
    agreement_id,
    cause,
    candidate,
    text,
    variance,
    line_count as candidate_lines,
    fits_count,
    runner_up,
    case
        when candidate is null then 'none'
        when evidence = 'partly' then 'partly'
        when is_stated then 'stated'
        when line_count >= $pattern_lines then 'pattern'
        else 'single'
    end as confidence,
    case
        when candidate is null
            then 'Not explained: ' || actual_allowed || ' instead of ' || expected_allowed || '. No other '
                || if(visit_id is null, 'fee, place, count of units', 'rate of a visit')
                || ', reduction, deduction or discount on file gives this amount'
                || case
                    when fits_count > 0 then ' on enough lines: what fits this one alone (' || fits_count || ') may be chance'
                    else ''
                end || '.'
        else 'Paid ' || text || ': ' || actual_allowed || ' instead of ' || expected_allowed || case
            when line_count > 1 then ', as on ' || (line_count - 1) || ' other '
                || case when visit_id is null then 'line' else 'visit' end
                || case when line_count > 2 then 's' else '' end || ' since ' || first_service_date
            else ''
        end || '.'
    end as sentence
from answered
