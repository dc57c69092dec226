-- grain: percent, paid_before, taken
-- sequestration beyond the law's percent of an amount (contracts/medicare/payment.py)
create or replace table derived.sequestration_answer (
    percent decimal(9, 4) not null, paid_before decimal(18, 2) not null, taken decimal(18, 2) not null,
    excess decimal(18, 2) not null
)
