-- grain: filing_code, place
-- level of appeal that the law grants, by claim filing code and in its order
create or replace table reference.appeal_rule (
    filing_code varchar not null, place integer not null, level varchar not null,
    -- dollars that must be in controversy for it, this year
    least_amount decimal(18, 2) not null
)
