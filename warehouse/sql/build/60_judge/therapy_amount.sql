-- grain: place_of_service, locality, rates_from, services
-- what Medicare pays for the therapy services of a day, in their order, as JSON (contracts/pricing/yardstick.py)
create or replace table derived.therapy_amount (
    place_of_service varchar not null, locality varchar not null, rates_from date not null, services varchar not null,
    amounts varchar not null
)
