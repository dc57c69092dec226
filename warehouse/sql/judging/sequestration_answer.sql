-- grain: distinct percent, amount and sequestration taken of it; the part of it that the law does not know
create or replace table derived.sequestration_answer (
    percent decimal(9, 4) not null, paid_before decimal(18, 2) not null, taken decimal(18, 2) not null, beyond decimal(18, 2) not null
)
