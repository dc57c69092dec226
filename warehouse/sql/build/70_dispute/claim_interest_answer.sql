-- grain: claim_id
-- late payment of a claim, with what is owed for it or why that cannot be told
create or replace table derived.claim_interest_answer as
select
    l.claim_id,
    a.*
from derived.late_payment as l
inner join derived.interest_answer as a
    on
        l.agreement_id = a.agreement_id
        and l.has_unnamed_interest = a.has_unnamed_interest
        and l.site is not distinct from a.site
        and l.filing_code is not distinct from a.filing_code
        and l.group_number is not distinct from a.group_number
        and l.received_date is not distinct from a.received_date
        and l.payment_date is not distinct from a.payment_date
        and l.paid is not distinct from a.paid
        and l.interest_paid is not distinct from a.interest_paid
