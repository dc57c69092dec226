-- grain: percent, paid_before, taken
-- amount and sequestration taken of it, with the part beyond the law's percent (contracts/medicare/payment.py)
create or replace table derived.sequestration_answer (
    percent decimal(9, 4) not null, paid_before decimal(18, 2) not null, taken decimal(18, 2) not null,
    excess decimal(18, 2) not null
)
