-- grain: agreement_id
-- agreement on file, how its dispute window counts, and what a price cut to nothing is under it, and when a claim
-- is late
create or replace table reference.agreement (
    agreement_id varchar not null, name varchar not null, fingerprint varchar not null, counted_from varchar not null,
    window_is_assumed boolean not null, window_source varchar, zero_price varchar not null,
    filing_limit_days integer
)
