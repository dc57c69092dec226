-- grain: agreement_id, candidate
-- candidate cause of an agreement, with how many short lines and codes it explains
create or replace table derived.cause_candidate as
select
    q.agreement_id,
    f.candidate,
    count(*) as line_count,
    count(distinct q.procedure_code) as code_count,
    sum(q.variance) as short_amount,
    min(q.service_date) as first_service_date,
    max(q.service_date) as last_service_date
from derived.cause_question as q
inner join store.cause_fit as f on q.question_id = f.question_id
group by q.agreement_id, f.candidate
