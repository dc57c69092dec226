-- grain: outcome and reason
select
    outcome,
    unpriced_because,
    sum(line_count)::bigint as line_count,
    sum(charge) as charge
from coverage
group by outcome, unpriced_because
order by outcome, line_count desc, unpriced_because
