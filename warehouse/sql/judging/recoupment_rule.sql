-- grain: claim filing code whose payer begins to take what it demanded on a day of law
create table if not exists reference.recoupment_rule (
    filing_code varchar not null, begins_on_day integer not null, stayed_within_days integer not null, source varchar not null
)
