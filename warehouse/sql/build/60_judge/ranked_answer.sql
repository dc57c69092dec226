-- grain: key, allowed
-- lines whose units compete, and what was allowed for them: what each should have been allowed when they are compared
-- together, as JSON by place; null where each is judged alone (contracts/pricing/ranked_set.py)
create or replace table derived.ranked_answer (
    key varchar not null, allowed varchar not null, expected varchar, sentence varchar
)
