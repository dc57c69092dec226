-- grain: code
-- kind of finding in a bank file
create or replace table reference.deposit_finding_kind (
    code varchar not null, severity varchar not null, sentence varchar not null
)
