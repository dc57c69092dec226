-- grain: cause
-- cause of a shortage, one of the closed list contracts/codes/causes.csv
create or replace table reference.cause (
    cause varchar not null, sentence varchar not null, may_be_our_entry boolean not null,
    -- Medicare corrects it by a reopening (contracts/disputes/clerical_errors.toml)
    is_clerical_error boolean not null
)
