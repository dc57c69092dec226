-- grain: kind
-- ranges of procedure codes that are no fee for a unit
create or replace table reference.procedure_kind (
    kind varchar not null, first_code varchar not null, last_code varchar not null
)
