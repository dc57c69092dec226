-- grain: code
-- claim adjustment reason code (CARC), its label and category
create or replace table reference.reason_code (
    code varchar not null, label varchar not null, category varchar not null
)
