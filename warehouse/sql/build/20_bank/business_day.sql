-- grain: day
-- how many business days there were up to and including a day that is asked about
create or replace table reference.business_day (
    day date not null, ordinal integer not null
)
