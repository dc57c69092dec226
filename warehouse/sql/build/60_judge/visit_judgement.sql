-- grain: visit_id
-- visit, or claim, that its agreement compares as a whole: one amount expected, however it is spread over the lines
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
        p.compare,
        a.actual_allowed,
        l.service_date,
        l.service_until,
        x.chain_id,
        x.disposition,
        x.zero_for,
        -- where units have prices, the price counts no denied unit
        case
            when
                x.disposition = 'payable'
                and x.state_of_denied_part is not null
                and (p.compare = 'visit' or coalesce(m.denied_units, 0) = 0)
                then coalesce(m.not_covered, 0) + coalesce(k.not_covered, 0)
            else 0
        end as not_covered
    from derived.situation_line as s
    inner join derived.priceable_line as p on s.line_id = p.line_id and p.compare <> 'line'
    inner join derived.situation as g on s.group_key = g.group_key
    inner join derived.line_allowed as a on s.line_id = a.line_id
    inner join derived.posted_line as l on s.line_id = l.line_id
    inner join derived.line_context as x on s.line_id = x.line_id
    left join derived.line_amount as m on s.line_id = m.line_id
    left join derived.claim_level_cut as k on s.line_id = k.line_id
    -- a carved-out line has a price of its own and is judged alone
    inner join store.expectation as e
        on
            g.situation_id = e.situation_id
            and s.line_in_situation = e.line_in_situation
            and e.reason in ('priced_by_visit', 'priced_by_claim')
),

allowed as (
    select
        visit_id,
        any_value(agreement_id) as agreement_id,
        arg_min(situation_id, sequence) as situation_id,
        arg_min(claim_id, sequence) as first_claim_id,
        arg_min(chain_id, sequence) as chain_id,
        count(*) as line_count,
        min(service_date) as service_date,
        sum(actual_allowed) as actual_allowed,
        any_value(compare) as compare,
        sum(units) as units,
        sum(not_covered) as not_covered,
        bool_or(service_until > service_date) as has_span,
        bool_or(zero_for = 'bundled') as has_bundled
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

expected as (
    select
        q.visit_id,
        q.expected_allowed,
        case
            when q.reason is not null then q.reason
            -- a span of days is an unknown number of visits
            when p.compare in ('visit', 'cap') and p.has_span then 'span_of_days'
            -- the missing amount may be on the line that is not decided yet
            when i.visit_id is not null and q.expected_allowed > p.actual_allowed then 'visit_incomplete'
            -- below a cap every line adds its price; whether a bundled line does is no question of the rate
            when p.compare = 'cap' and p.has_bundled and q.expected_allowed > p.actual_allowed then 'visit_incomplete'
            -- a denial explains all of what is missing, and a denial is no question of the rate
            when q.expected_allowed - p.actual_allowed between 0.01 and p.not_covered then 'denied_in_part'
        end as reason,
        case
            when q.reason is not null then q.sentence
            when p.compare in ('visit', 'cap') and p.has_span
                then 'A line covers several days, and the agreement pays by the visit: how many there were is not known.'
            when i.visit_id is not null
                then 'Another line is not decided yet, or was furnished elsewhere or on another day, and all are allowed as a whole.'
            when p.compare <> 'cap' or not p.has_bundled
                then 'What is missing was denied with a reason of its own, and the lines are allowed as a whole.'
            else 'A line of this day was bundled into another, and without its price the visit may be allowed in full.'
        end as sentence
    from priced as q
    inner join allowed as p on q.visit_id = p.visit_id
    left join derived.incomplete_visit as i on q.visit_id = i.visit_id
),

comparison as (
    select
        p.* exclude (units, has_span, has_bundled, not_covered),
        case when o.reason is null then o.expected_allowed end as expected_allowed,
        case when o.reason is null then o.expected_allowed - p.actual_allowed end as variance,
        o.reason,
        case when o.reason is not null then o.sentence end as sentence,
        -- each unit of a claim may be a cent off; a visit's rate is one amount
        case when p.compare = 'claim' then greatest(least(t.per_unit * p.units, t.at_most), t.per_line) else t.per_line end as tolerance
    from allowed as p
    inner join expected as o on p.visit_id = o.visit_id
    cross join reference.tolerance as t
)

select
    * exclude (tolerance),
    case
        when reason is not null then 'no_rate'
        when variance > tolerance then 'priced_short'
        when variance < -tolerance then 'priced_over'
        else 'priced_ok'
    end as state
from comparison
