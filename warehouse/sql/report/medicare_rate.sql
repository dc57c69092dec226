-- grain: distinct code, modifiers, place of service, locality and period of rates: what Medicare pays a unit; null when nothing
create table if not exists derived.medicare_rate (
    code varchar not null, modifiers varchar not null, place_of_service varchar, locality varchar not null,
    rates_from date not null, amount decimal(18, 2)
)
