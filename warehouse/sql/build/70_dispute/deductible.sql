-- grain: effective_from
-- Medicare's Part B deductible of the year [effective_from, effective_until)
create or replace table reference.deductible (
    effective_from date not null, effective_until date not null, amount decimal(18, 2) not null
)
