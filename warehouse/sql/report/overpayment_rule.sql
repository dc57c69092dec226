-- grain: claim filing code whose overpayments must be returned within a number of days
create table if not exists reference.overpayment_rule (
    filing_code varchar not null, days integer not null, lookback_years integer not null, source varchar not null
)
