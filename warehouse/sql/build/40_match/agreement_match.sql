-- grain: profile
-- claim profile, with its agreement or the reason why it has none (contracts/agreements/matching.py)
create or replace table derived.agreement_match (
    profile varchar not null, agreement_id varchar, reason varchar, sentence varchar not null
)
