-- grain: profile
-- site of a provider profile, or why there is none (contracts/agreements/practice.py)
create or replace table derived.site_match (
    profile varchar not null, site varchar, practice varchar, locality varchar, reason varchar, sentence varchar,
    credential varchar,
    -- the tax id on file of who is paid, whichever of a practice's numbers the remittance names
    payee_tin varchar
)
