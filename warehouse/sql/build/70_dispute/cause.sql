-- grain: cause
-- cause of a shortage, one of the closed list contracts/codes/causes.csv
create or replace table reference.cause (
    cause varchar not null, sentence varchar not null, may_be_our_entry boolean not null
)
