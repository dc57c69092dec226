-- grain: short line, or short visit: the cause that explains most lines of the agreement among those that fit this one
create or replace table derived.chosen_cause as
with claim as (
    select
        q.claim_id,
        f.candidate,
        count(*) as line_count
    from derived.cause_question as q
    inner join store.cause_fit as f on q.question_id = f.question_id
    group by q.claim_id, f.candidate
),

fitting as (
    select
        q.line_id,
        q.visit_id,
        f.*,
        c.line_count,
        c.first_service_date,
        f.is_stated or (c.line_count >= e.lines and c.code_count >= e.codes) as is_enough,
        row_number() over (
            partition by q.line_id, q.visit_id
            order by
                f.is_stated or (c.line_count >= e.lines and c.code_count >= e.codes) desc,
                f.evidence = 'partly',
                f.is_stated desc,
                -- a claim is priced in one go: what explains more of its lines explains this one better
                o.line_count desc,
                c.line_count desc,
                f.family,
                f.place,
                f.candidate
        ) as choice
    from derived.cause_question as q
    inner join store.cause_fit as f on q.question_id = f.question_id
    inner join derived.cause_candidate as c on q.agreement_id = c.agreement_id and f.candidate = c.candidate
    inner join claim as o on q.claim_id = o.claim_id and f.candidate = o.candidate
    inner join reference.cause_evidence as e on f.evidence = e.evidence
),

counted as (
    select
        line_id,
        visit_id,
        count(*) as fits_count,
        arg_min(cause, choice) filter (where cause <> chosen_cause or not has_choice) as runner_up
    from (
        select
            *,
            first_value(cause) over (partition by line_id, visit_id order by choice) as chosen_cause,
            bool_or(is_enough) over (partition by line_id, visit_id) as has_choice
        from fitting
    )
    group by line_id, visit_id
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
        coalesce(f.cause, case when q.visit_id is null then 'unexplained_short' else 'visit_rate_short' end) as cause,
        coalesce(n.fits_count, 0) as fits_count,
        n.runner_up
    from derived.cause_question as q
    left join fitting as f
        on q.line_id is not distinct from f.line_id and q.visit_id is not distinct from f.visit_id
        and f.choice = 1 and f.is_enough
    left join counted as n
        on q.line_id is not distinct from n.line_id and q.visit_id is not distinct from n.visit_id
)

select
    line_id,
    visit_id,
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
        when line_count >= $pattern then 'pattern'
        else 'single'
    end as confidence,
    case
        when candidate is null then 'No rate on file gives ' || actual_allowed || ' instead of ' || expected_allowed || '.'
        else 'Paid ' || text || ': ' || actual_allowed || ' instead of ' || expected_allowed || case
            when line_count > 1 then ', as on ' || (line_count - 1) || ' other '
                || case when visit_id is null then 'line' else 'visit' end
                || case when line_count > 2 then 's' else '' end || ' since ' || first_service_date
            else ''
        end || '.'
    end as sentence
from answered
