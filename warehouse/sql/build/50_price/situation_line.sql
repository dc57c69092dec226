-- grain: line_id
-- priceable service line, with its group and its place in the situation of that group
create or replace table derived.situation_line as
with grouped as (
    select
        line_id,
        visit_id,
        claim_id,
        sequence,
        line_ordinal,
        needs_claim,
        -- two sites on one day are two situations, since each has its locality; so are two periods of one claim
        coalesce(
            visit_id || '|' || concat_ws('|', period_start, place_of_service, locality, site_problem, site),
            'line ' || line_id
        ) as group_key
    from derived.priceable_line
),

-- few agreements compare prices and charges by the claim
claim_place as (
    select
        line_id,
        dense_rank() over (partition by group_key order by sequence, claim_id) as claim_in_situation
    from grouped
    where needs_claim
)

select
    g.line_id,
    g.visit_id,
    g.group_key,
    row_number() over (partition by g.group_key order by g.sequence, g.line_ordinal) as line_in_situation,
    c.claim_in_situation
from grouped as g
left join claim_place as c on g.line_id = c.line_id
