-- grain: effective_from
-- period [effective_from, effective_until) of the law, with the percent that may be taken from what Medicare pays
create or replace table reference.sequestration (
    effective_from date not null, effective_until date not null, percent decimal(9, 4) not null
)
