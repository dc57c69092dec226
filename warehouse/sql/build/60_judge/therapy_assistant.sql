-- grain: effective_from
-- period [effective_from, effective_until) of the law, with the percent of its payment that Medicare pays for assistants
create or replace table reference.therapy_assistant (
    effective_from date not null, effective_until date not null, percent decimal(9, 4) not null
)
