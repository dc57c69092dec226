-- grain: agreement_id, basis_event, basis_date, earliest_basis_date
-- last day of a dispute window that counts from the day of an event (contracts/disputes/deadline.py)
create or replace table derived.deadline (
    agreement_id varchar not null, basis_event varchar not null, basis_date date not null, earliest_basis_date date,
    deadline date not null, safe_deadline date not null, sentence varchar not null
)
