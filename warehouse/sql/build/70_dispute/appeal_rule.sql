-- grain: filing_code, place
-- level of appeal that the law grants, by claim filing code and in its order
create or replace table reference.appeal_rule (
    filing_code varchar not null, place integer not null, level varchar not null,
    -- dollars that must be in controversy for it, this year
    least_amount decimal(18, 2) not null,
    -- how the queue uses it: window, clerical_error or not at all (contracts/disputes/appeal_levels.toml)
    door varchar
)
