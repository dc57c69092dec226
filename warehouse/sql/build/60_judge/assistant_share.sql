-- grain: agreement_id, period_start, full_amount, deductible
-- what the payer itself owes for an assistant's line by both readings of the rule (contracts/medicare/payment.py)
create or replace table derived.assistant_share (
    agreement_id varchar not null, period_start date not null, full_amount decimal(18, 2) not null,
    deductible decimal(18, 2) not null, after_share decimal(18, 2), of_the_allowed decimal(18, 2)
)
