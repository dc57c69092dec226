-- grain: unit_key
-- short line or short visit, and the decision that made it short: the first that paid it too little, or a later one
-- that took most of what is missing (42 CFR 405.984: a revised determination has its own redetermination). A denial or
-- a pended line pays nothing yet, so it begins no window; nor does a decision that repeats or raises a short payment
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
    -- a visit is compared as a whole day, however its amount is spread over the codes
    select
        u.unit_key,
        u.variance,
        j.chain_id,
        j.service_date,
        null
    from derived.short_unit as u
    inner join derived.line_judgement as j on u.visit_id = j.visit_id and j.state = 'visit_priced'
),

chain_decision as (
    select
        x.chain_id,
        x.sequence,
        x.service_date,
        x.role = 'current' as is_current,
        coalesce(l.submitted_code, l.procedure_code) as code,
        bool_or(x.disposition = 'payable' or x.zero_for = 'price') as is_priced,
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
        sum(t.allowed) filter (where t.code = m.code) as code_allowed,
        sum(t.allowed) as day_allowed,
        bool_or(t.is_priced) filter (where t.code = m.code) as is_code_priced,
        bool_or(t.is_priced) as is_day_priced,
        list(t.code) as codes
    from member as m
    inner join chain_decision as t on m.chain_id = t.chain_id and m.service_date is not distinct from t.service_date
    group by m.unit_key, m.variance, m.chain_id, t.sequence, t.is_current, m.code
),

loss as (
    select
        *,
        day_allowed - sum(day_allowed) filter (where is_current) over same as day_lost,
        code_allowed - sum(code_allowed) filter (where is_current) over same as code_lost,
        -- where a code of the earlier decision is gone, it was recoded to this line; where all of them remain, this
        -- line is new
        not list_has_all(flatten(list(codes) filter (where is_current) over same), codes) as is_recoded
    from decision
    window same as (partition by unit_key, chain_id)
),

compared as (
    select
        *,
        2 * coalesce(code_lost, day_lost) >= variance and not is_current as allowed_most
    from loss
    where
        is_visit and (is_current or is_day_priced)
        or not is_visit and code_allowed is not null and (is_current or is_code_priced)
        or not is_visit and code_allowed is null and not is_current and is_recoded and is_day_priced
),

last_full as (
    select
        *,
        max(sequence) filter (where allowed_most) over (partition by unit_key) as last_full_sequence
    from compared
),

chosen as (
    select
        unit_key,
        coalesce(
            min(sequence) filter (where sequence > last_full_sequence),
            case when max(last_full_sequence) is null then min(sequence) else max(sequence) filter (where is_current) end
        ) as sequence
    from last_full
    group by unit_key
)

select
    c.unit_key,
    e.remittance_date,
    e.payment_date,
    e.earliest_date,
    k.received_date
from chosen as c
inner join derived.claim_event as e on c.sequence = e.sequence
inner join fact.claim as k on e.claim_id = k.claim_id
