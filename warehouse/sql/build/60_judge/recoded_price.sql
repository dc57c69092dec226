-- grain: situation_id, line_in_situation, submitted_code, submitted_modifiers
-- what a line should have been allowed under the code as billed; null where the agreement has no price for it
create or replace table derived.recoded_price (
    situation_id varchar not null, key varchar not null, line_in_situation bigint not null,
    submitted_code varchar not null, submitted_modifiers varchar not null, amount decimal(18, 2)
)
