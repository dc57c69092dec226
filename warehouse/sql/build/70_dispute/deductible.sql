-- grain: effective_from
-- period [effective_from, effective_until), with Medicare's Part B deductible of that year
create or replace table reference.deductible (
    effective_from date not null, effective_until date not null, amount decimal(18, 2) not null
)
