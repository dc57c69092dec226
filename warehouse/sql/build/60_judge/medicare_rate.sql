-- grain: code, modifiers, place_of_service, locality, service_date
-- what Medicare pays for a unit of a code, null when it has no fee (contracts/medicare/rates.py), and whether further
-- units of its day are reduced
create or replace table derived.medicare_rate (
    code varchar not null, modifiers varchar not null, place_of_service varchar not null, locality varchar not null,
    service_date date not null, rates_from date not null, amount decimal(18, 2),
    is_therapy boolean not null
)
