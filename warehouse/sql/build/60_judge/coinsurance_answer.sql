-- grain: allowed, coinsurance, percent, assistant_percent, line_count
-- dollars by which the patient's share is above the law's percent, below zero where it is below (contracts/medicare/payment.py)
create or replace table derived.coinsurance_answer (
    allowed decimal(18, 2) not null, coinsurance decimal(18, 2) not null, percent decimal(9, 4) not null,
    assistant_percent decimal(9, 4), line_count bigint not null, off_by decimal(18, 2) not null
)
