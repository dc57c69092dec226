-- grain: cause
-- the closed list of causes
create or replace table reference.cause (
    cause varchar not null, sentence varchar not null, may_be_our_entry boolean not null
)
