-- grain: situation, line of it, and code as billed; what the line should have been allowed under that code
create or replace table derived.recoded_price (
    situation_id varchar not null, line_in_situation bigint not null, submitted_code varchar not null,
    submitted_modifiers varchar not null, amount decimal(18, 2) not null
)
