-- grain: filing_code
-- day of law on which a payer begins to take what it demanded
create or replace table reference.recoupment_rule (
    filing_code varchar not null, begins_on_day integer not null, stayed_within_days integer not null, source varchar not null
)
