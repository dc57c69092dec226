-- grain: unit_key
-- The decision that made a line or visit short: the first that paid it too little, or a later one that took most of what
-- is missing (42 CFR 405.984: a revised determination carries its own redetermination). A denial or a pended line pays
-- nothing yet; the same sent again, or raised and still short, begins nothing.
create or replace table derived.made_short as
with member as (
    select
        u.unit_key,
        u.variance,
        j.chain_id,
        j.service_date,
        coalesce(l.submitted_code, l.procedure_code) as code
    from derived.short_unit as u
    inner join derived.line_judgement as j on u.line_id = j.line_id
    inner join derived.posted_line as l on j.line_id = l.line_id
    union
    -- a visit is compared by all of its day, however it was spread over the codes
    select
        u.unit_key,
        u.variance,
        j.chain_id,
        j.service_date,
        null
    from derived.short_unit as u
    inner join derived.line_judgement as j on u.visit_id = j.visit_id and j.state = 'visit_priced'
),

told as (
    select
        x.chain_id,
        x.sequence,
        x.service_date,
        x.role = 'current' as is_current,
        coalesce(l.submitted_code, l.procedure_code) as code,
        bool_or(x.disposition = 'payable') as is_priced,
        sum(a.actual_allowed) as allowed
    from derived.line_context as x
    inner join derived.claim_event as e on x.claim_id = e.claim_id and e.kind = 'decision'
    inner join derived.posted_line as l on x.line_id = l.line_id
    inner join derived.line_allowed as a on x.line_id = a.line_id
    where x.chain_id in (select chain_id from member)
    group by all
),

decision as (
    select
        m.unit_key,
        m.variance,
        m.chain_id,
        m.code is null as is_visit,
        t.sequence,
        t.is_current,
        sum(t.allowed) filter (where t.code = m.code) as of_code,
        sum(t.allowed) as of_day,
        bool_or(t.is_priced) filter (where t.code = m.code) as is_code_priced,
        bool_or(t.is_priced) as is_day_priced,
        list(t.code) as codes
    from member as m
    inner join told as t on m.chain_id = t.chain_id and m.service_date is not distinct from t.service_date
    group by m.unit_key, m.variance, m.chain_id, t.sequence, t.is_current, m.code
),

beside_current as (
    select
        *,
        of_day - sum(of_day) filter (where is_current) over same as day_lost,
        of_code - sum(of_code) filter (where is_current) over same as code_lost,
        -- a code that is no longer there was recoded to this line; where all of them remain, this line is new beside them
        not list_has_all(flatten(list(codes) filter (where is_current) over same), codes) as is_recoded
    from decision
    window same as (partition by unit_key, chain_id)
),

compared as (
    select
        *,
        2 * coalesce(code_lost, day_lost) >= variance and not is_current as had_most
    from beside_current
    where
        is_visit and (is_current or is_day_priced)
        or not is_visit and of_code is not null and (is_current or is_code_priced)
        or not is_visit and of_code is null and not is_current and is_recoded and is_day_priced
),

lost as (
    select
        *,
        max(sequence) filter (where had_most) over (partition by unit_key) as before
    from compared
),

chosen as (
    select
        unit_key,
        coalesce(
            min(sequence) filter (where sequence > before),
            case when max(before) is null then min(sequence) else max(sequence) filter (where is_current) end
        ) as sequence
    from lost
    group by unit_key
)

select
    c.unit_key,
    e.remittance_date,
    e.payment_date,
    e.earliest_date
from chosen as c
inner join derived.claim_event as e on c.sequence = e.sequence
