-- grain: agreement_id, group_code, reason_code, sign
-- agreement and adjustment: whether the adjustment is part of what the payer allowed under this agreement
-- (contracts/adjudication/adjustments.py)
create or replace table derived.adjustment_use (
    agreement_id varchar, group_code varchar, reason_code varchar, sign varchar not null, counts_as_allowed boolean not null
)
