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
        rendering_npi,
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
),

-- or pay a visit to each provider of the day
provider_first as (
    select
        group_key,
        rendering_npi,
        min((sequence, claim_id, line_ordinal)) as first_place
    from grouped
    where rendering_npi is not null
    group by group_key, rendering_npi
),

provider_place as (
    select
        group_key,
        rendering_npi,
        row_number() over (partition by group_key order by first_place) as provider_in_situation
    from provider_first
)

select
    g.line_id,
    g.visit_id,
    g.group_key,
    row_number() over (partition by g.group_key order by g.sequence, g.line_ordinal) as line_in_situation,
    c.claim_in_situation,
    p.provider_in_situation
from grouped as g
left join claim_place as c on g.line_id = c.line_id
left join provider_place as p on g.group_key = p.group_key and g.rendering_npi = p.rendering_npi
