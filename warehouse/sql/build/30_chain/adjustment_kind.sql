-- grain: group_code, reason_code
-- pair of group code and reason code: its class, whether it denies units, whether it moves a charge
-- (contracts/adjudication/adjustments.py)
create or replace table reference.adjustment_kind (
    group_code varchar, reason_code varchar, class varchar not null, denies_units boolean not null,
    moves_charge boolean not null
)
