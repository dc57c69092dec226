-- grain: code
-- kind of finding in a remittance: its severity, its sentence, and what cannot be posted because of it
create or replace table reference.finding_kind (
    code varchar not null, severity varchar not null, sentence varchar not null, condemns varchar not null
)
