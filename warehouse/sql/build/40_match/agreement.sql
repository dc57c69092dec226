-- grain: agreement_id
-- agreement on file, whether its dispute window is assumed or the law's, what a price cut to nothing is under it, when a
-- claim is late, and whether it is Medicare Part B itself
create or replace table reference.agreement (
    agreement_id varchar not null, name varchar not null, fingerprint varchar not null, window_is_assumed boolean not null,
    window_source varchar, zero_price varchar not null, filing_limit_days integer, is_medicare boolean not null,
    window_is_by_law boolean not null
)
