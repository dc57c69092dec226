-- grain: situation_id, line_in_situation, units_billed, charge
-- how much more the lines priced together would be worth with the denied units of one of them: nothing where these are
-- beyond a limit of the agreement
create or replace table derived.denied_unit_price (
    situation_id varchar not null, key varchar not null, line_in_situation bigint not null,
    units_billed decimal(18, 4) not null, charge decimal(18, 2), more_with_denied_units decimal(18, 2)
)
