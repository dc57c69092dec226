-- grain: code
-- what a finding is, how serious, and what it condemns
create or replace table reference.finding_kind (
    code varchar not null, severity varchar not null, sentence varchar not null, condemns varchar not null
)
