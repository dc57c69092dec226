-- grain: filing_code
-- claim filing code: the day on which the law lets a payer begin to recoup, and the days within which an appeal stays
-- it
create or replace table reference.recoupment_rule (
    filing_code varchar not null, begins_on_day integer not null, stayed_within_days integer not null, source varchar not null
)
