-- grain: code
-- claim adjustment reason codes, in our words
create or replace table reference.reason_code (
    code varchar not null, label varchar not null, category varchar not null
)
