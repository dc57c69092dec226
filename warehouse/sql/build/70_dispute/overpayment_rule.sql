-- grain: filing_code
-- days within which an overpayment of this claim filing code must be returned
create or replace table reference.overpayment_rule (
    filing_code varchar not null, days integer not null, lookback_years integer not null, source varchar not null
)
