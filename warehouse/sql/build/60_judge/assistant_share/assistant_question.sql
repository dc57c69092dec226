-- grain: distinct agreement, period, full amount and deductible among assistants' lines
select distinct
    agreement_id,
    period_start,
    full_amount,
    deductible
from derived.assistant_line
order by all
