-- grain: payer as sent whose lines fit no agreement, and the reason; the largest charge first
select
    payer,
    count(*) as line_count,
    count(distinct claim_id) as claim_count,
    sum(charge) as charge,
    sum(paid) as paid,
    min(service_date) as first_service_date,
    max(service_date) as last_service_date,
    min(file_name) as file_name,
    reason as question
from line_review
where state = 'unmapped_contract'
group by payer, reason
order by charge desc nulls last, payer, reason
limit 500
