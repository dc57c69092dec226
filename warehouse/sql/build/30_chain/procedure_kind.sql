-- grain: kind
-- kind of procedure code that has no fee for a unit, with its range of codes
create or replace table reference.procedure_kind (
    kind varchar not null, first_code varchar not null, last_code varchar not null
)
