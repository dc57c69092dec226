-- grain: claim_id
-- posted claim without service lines; the state (states.csv) that one line for the whole of it would have
create or replace table derived.whole_claim_state as
select
    w.claim_id,
    case
        when r.role = 'reversal' then 'reversed'
        when r.role <> 'current' then r.role
        else d.state
    end as state,
    case when r.role = 'current' then d.sentence end as reason
from derived.whole_claim as w
inner join derived.disposition as d on w.pattern = d.pattern
inner join derived.claim_role as r on w.claim_id = r.claim_id
