-- grain: profile
-- agreement of a claim profile, or why there is none (contracts/agreements/matching.py)
create or replace table derived.agreement_match (
    profile varchar not null, agreement_id varchar, reason varchar, sentence varchar not null
)
