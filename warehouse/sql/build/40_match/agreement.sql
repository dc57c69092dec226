-- grain: agreement_id
-- agreement on file, and how its dispute window counts
create or replace table reference.agreement (
    agreement_id varchar not null, name varchar not null, fingerprint varchar not null, counted_from varchar not null,
    window_is_assumed boolean not null, window_source varchar
)
