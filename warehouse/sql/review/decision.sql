-- grain: subject of one kind that a person decided about: the decision, its reason, what was asked, who decided and
-- when
select
    subject,
    max(case when field = :decision then value end) as decision,
    max(case when field = 'reason' then value end) as reason,
    max(case when field = 'payer' then value end) as payer,
    max(case when field = 'question' then value end) as question,
    max(case when field = :decision then who end) as who,
    max(case when field = :decision then happened_at end) as happened_at,
    max(event_id) as version
from state
where kind = :kind
group by subject
having decision is not null
order by subject
