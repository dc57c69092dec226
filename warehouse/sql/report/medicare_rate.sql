-- grain: distinct code, modifiers, place of service, locality and date of service: what Medicare pays a unit; null when nothing
create or replace table derived.medicare_rate (
    code varchar not null, modifiers varchar not null, place_of_service varchar not null, locality varchar not null,
    service_date date not null, amount decimal(18, 2)
)
