-- grain: day
-- day that the bank match asks about, with its ordinal among business days
create or replace table reference.business_day (
    day date not null, ordinal integer not null
)
