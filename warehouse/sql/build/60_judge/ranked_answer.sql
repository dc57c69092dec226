-- grain: key, allowed
-- what the lines whose units compete should have been allowed once they are compared together, as JSON by place; null where
-- they are judged apart (contracts/pricing/ranked_set.py)
create or replace table derived.ranked_answer (
    key varchar not null, allowed varchar not null, expected varchar, sentence varchar
)
