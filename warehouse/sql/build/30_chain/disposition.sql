-- grain: pattern
-- line pattern, with the state that the remittance alone gives a line of this pattern
-- (contracts/adjudication/line_state.py)
create or replace table derived.disposition (
    pattern varchar not null, key varchar not null, state varchar not null, sentence varchar not null,
    state_of_denied_part varchar, zero_for varchar, reason varchar
)
