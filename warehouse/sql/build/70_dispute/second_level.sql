-- grain: agreement_id, answered_on, disputed_on
-- last day of the second level of an agreement, after a first level that was answered or sent on these days
-- (contracts/disputes/second_level.py)
create or replace table derived.second_level (
    agreement_id varchar not null, answered_on date, disputed_on date, deadline date, safe_deadline date,
    sentence varchar not null
)
