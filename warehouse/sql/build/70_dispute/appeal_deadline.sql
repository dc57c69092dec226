-- grain: filing_code, place, determined_on, earliest_determined_on
-- when a level of appeal closes for a determination of a day (contracts/disputes/appeal_levels.py)
create or replace table derived.appeal_deadline (
    filing_code varchar not null, place integer not null, determined_on date not null, earliest_determined_on date,
    level varchar not null, deadline date, safe_deadline date, sentence varchar not null, source varchar not null
)
