-- grain: visit of an agreement that pays by the visit: one amount owed for the patient's day, however it was spread over lines
create or replace table derived.visit_judgement as
with member as (
    select
        s.visit_id,
        g.situation_id,
        p.agreement_id,
        p.claim_id,
        p.line_id,
        p.sequence,
        p.units,
        a.actual_allowed,
        l.service_date,
        x.chain_id
    from derived.situation_line as s
    inner join derived.priceable_line as p on s.line_id = p.line_id and p.compare = 'visit'
    inner join derived.situation as g on s.group_key = g.group_key
    inner join derived.line_allowed as a on s.line_id = a.line_id
    inner join derived.posted_line as l on s.line_id = l.line_id
    inner join derived.line_context as x on s.line_id = x.line_id
),

paid as (
    select
        visit_id,
        any_value(agreement_id) as agreement_id,
        arg_min(situation_id, sequence) as situation_id,
        arg_min(claim_id, sequence) as first_claim_id,
        arg_min(chain_id, sequence) as chain_id,
        count(*) as line_count,
        min(service_date) as service_date,
        sum(actual_allowed) as actual_allowed
    from member
    group by visit_id
),

priced as (
    select
        visit_id,
        sum(e.amount) as expected_allowed,
        max(e.reason) as reason,
        max(e.sentence) filter (where e.reason is not null) as sentence
    from (select distinct visit_id, situation_id from member) as m
    inner join store.expectation as e on m.situation_id = e.situation_id and e.line_in_situation = 0
    group by visit_id
),

-- what seems short may lie on the line that is not decided yet
owed as (
    select
        q.visit_id,
        q.expected_allowed,
        case
            when q.reason is not null then q.reason
            when i.visit_id is not null and q.expected_allowed > p.actual_allowed then 'visit_incomplete'
        end as reason,
        coalesce(q.sentence, 'Another line of this day is not decided yet, and the visit is paid as a whole.') as sentence
    from priced as q
    inner join paid as p on q.visit_id = p.visit_id
    left join derived.incomplete_visit as i on q.visit_id = i.visit_id
)

select
    p.*,
    case when o.reason is null then o.expected_allowed end as expected_allowed,
    case when o.reason is null then o.expected_allowed - p.actual_allowed end as variance,
    o.reason,
    case when o.reason is not null then o.sentence end as sentence,
    case
        when o.reason is not null then 'no_rate'
        when o.expected_allowed - p.actual_allowed > t.per_line then 'priced_short'
        when o.expected_allowed - p.actual_allowed < -t.per_line then 'priced_over'
        else 'priced_ok'
    end as state
from paid as p
inner join owed as o on p.visit_id = o.visit_id
cross join reference.tolerance as t
