-- grain: agreement_id, cause
-- causes that a person held against our entry and found to be the payer's
create or replace table reference.confirmed_cause (
    agreement_id varchar not null, cause varchar not null
)
