-- grain: late payment that owes interest in time, or another amount than what is due and not paid
select f.name || ', segment ' || c.segment_number as place
from derived.claim_interest_answer as a
inner join fact.claim as c on a.claim_id = c.claim_id
inner join fact.file as f on c.file_id = f.file_id
where
    case
        when a.outcome = 'owed'
            then a.payment_date <= a.pay_by or a.interest_owed <= 0 or a.interest_owed <> a.interest_due - a.interest_paid
        else coalesce(a.interest_owed, 0) <> 0
    end
