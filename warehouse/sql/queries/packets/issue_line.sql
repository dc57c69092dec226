-- grain: service line of an issue: the line itself, or every line of the visit, with the terms in force
with wanted as (
    select line_id, visit_id from derived.owed where chain_id in (select unnest($disputes))
),

member as (
    select 'line ' || r.line_id as issue_id, r.*
    from line_review as r
    where r.line_id in (select line_id from wanted where visit_id is null)
    union all
    select 'visit ' || r.visit_id, r.*
    from line_review as r
    where r.state = 'visit_priced' and r.visit_id in (select visit_id from wanted where visit_id is not null)
),

-- a claim's own adjustments apply to each of its lines
reason as (
    select
        m.line_id,
        list(distinct concat(coalesce(a.group_code, ''), '-', coalesce(a.reason_code, '')) order by 1) as reasons
    from (select distinct line_id, claim_id from member) as m
    inner join fact.adjustment as a on m.claim_id = a.claim_id
    where a.line_id is null or a.line_id = m.line_id
    group by m.line_id
)

select
    m.*,
    coalesce(l.rendering_npi, c.rendering_npi) as rendering_npi,
    c.segment_number as claim_segment,
    r.reasons,
    f.sha256,
    t.source as clause,
    t.effective_from as terms_from,
    t.schedule
from member as m
inner join fact.line as l on m.line_id = l.line_id
inner join fact.claim as c on m.claim_id = c.claim_id
inner join fact.file as f on m.file_id = f.file_id
left join reason as r on m.line_id = r.line_id
left join reference.terms as t on m.agreement = t.agreement_id and m.terms = t.terms_id
order by m.issue_id, m.claim_id, m.line_ordinal
