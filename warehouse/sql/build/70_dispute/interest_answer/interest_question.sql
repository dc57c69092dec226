-- grain: agreement_id, site, filing_code, group_number, received_date, payment_date, paid, interest_paid, has_unnamed_interest
-- distinct late payment, of which contracts/prompt_pay/interest.py is asked whether interest is owed
select distinct
    agreement_id,
    site,
    filing_code,
    group_number,
    received_date,
    payment_date,
    paid,
    interest_paid,
    has_unnamed_interest
from derived.late_payment
where has_prompt_pay
