-- grain: filing code, day of the initial determination with the earliest reading of it, and level of appeal
create or replace table derived.appeal_deadline (
    filing_code varchar not null, determined_on date not null, earliest_determined_on date, place integer not null,
    level varchar not null, deadline date, safe_deadline date, sentence varchar not null, source varchar not null
)
