-- grain: agreement_id, cause
-- cause that a person checked against our entry and confirmed as the payer's
create or replace table reference.confirmed_cause (
    agreement_id varchar not null, cause varchar not null
)
