-- grain: code
-- provider adjustment code (PLB03-1), its label, and how the money is treated
create or replace table reference.provider_adjustment_code (
    code varchar not null, label varchar not null, treatment varchar not null
)
