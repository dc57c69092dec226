-- grain: filing_code
-- claim filing code, with the days within which the law wants an overpayment returned
create or replace table reference.overpayment_rule (
    filing_code varchar not null, days integer not null, lookback_years integer not null, source varchar not null
)
