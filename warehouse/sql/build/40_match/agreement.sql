-- grain: agreement_id
-- agreement on file, whether its dispute window is assumed, what a price cut to nothing is under it, and when a claim is
-- late
create or replace table reference.agreement (
    agreement_id varchar not null, name varchar not null, fingerprint varchar not null, window_is_assumed boolean not null,
    window_source varchar, zero_price varchar not null, filing_limit_days integer
)
