-- grain: payer, law
-- interest that payers owe for late payments
select
    payer,
    law,
    count(*) as claim_count,
    sum(interest_owed) as interest_owed
from interest_owed
group by payer, law
order by interest_owed desc, payer, law
