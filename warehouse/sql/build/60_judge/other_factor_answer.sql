-- grain: key, allowed
-- situation, and what was allowed for it: the amounts at the conversion factor of qualifying APM participants as JSON by
-- place, and whether that is what all were allowed (contracts/pricing/other_factor.py)
create or replace table derived.other_factor_answer (
    key varchar not null, allowed varchar not null, amounts varchar not null, is_paid boolean not null
)
