-- grain: profile
-- provider profile, with its site or the reason why it has none (contracts/agreements/practice.py)
create or replace table derived.site_match (
    profile varchar not null, site varchar, practice varchar, locality varchar, reason varchar, sentence varchar,
    credential varchar,
    -- the years in which the rendering provider is a qualifying APM participant, separated by blanks
    participant_years varchar,
    -- tax id on file of the practice that is paid, by whichever of its numbers the remittance names it
    payee_tin varchar
)
