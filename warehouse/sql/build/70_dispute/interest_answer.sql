-- grain: agreement_id, site, filing_code, group_number, received_date, payment_date, paid, interest_paid, has_unnamed_interest
-- interest owed on a late payment, or why none is or none can be told (contracts/prompt_pay/interest.py)
create or replace table derived.interest_answer (
    agreement_id varchar not null, site varchar, filing_code varchar, group_number varchar, received_date date,
    payment_date date, paid decimal(18, 2), interest_paid decimal(18, 2), has_unnamed_interest boolean not null,
    outcome varchar not null, sentence varchar not null, law varchar, statute varchar, pay_by date, days_late integer,
    interest_due decimal(18, 2), interest_owed decimal(18, 2)
)
