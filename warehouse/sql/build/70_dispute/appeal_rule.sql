-- grain: filing_code, place
-- levels of appeal that the law grants, by claim filing code, in their order
create or replace table reference.appeal_rule (
    filing_code varchar not null, place integer not null, level varchar not null
)
