-- grain: chain with a current priced claim; what the payer allows for it now, all priced lines together
create or replace table derived.chain_allowed as
select
    j.chain_id,
    sum(j.actual_allowed) as allowed
from derived.line_judgement as j
where j.role = 'current' and (j.expected_allowed is not null or j.state = 'visit_priced')
group by j.chain_id
