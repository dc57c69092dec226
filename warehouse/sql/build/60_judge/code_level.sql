-- grain: code
-- procedure code that is a level of a service, ranked from the lowest (contracts/codes/code_levels.toml)
create or replace table reference.code_level (
    code varchar not null, service varchar not null, rank integer not null
)
