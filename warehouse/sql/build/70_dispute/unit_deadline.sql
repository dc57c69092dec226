-- grain: unit_key
-- what is owed, with the last day on which it can be brought and the door that takes it: the window of its agreement or,
-- once that has closed, the reopening that the law grants for clerical errors. An agreement that states a window of its
-- own has no other
create or replace table derived.unit_deadline as
with bounded as (
    select
        o.unit_key,
        d.deadline,
        d.safe_deadline,
        d.sentence,
        if(d.door = 'dispute', coalesce(w.level, d.door), d.door) as door,
        n.level as later_door,
        r.deadline as later_deadline,
        r.safe_deadline as later_safe_deadline,
        r.sentence as later_sentence
    from derived.owed as o
    inner join fact.claim as c on o.claim_id = c.claim_id
    inner join reference.cause as k on o.cause = k.cause
    inner join reference.agreement as a on o.agreement_id = a.agreement_id
    inner join derived.window_deadline as d on o.unit_key = d.unit_key
    left join reference.appeal_rule as w on c.filing_code = w.filing_code and w.door = 'window'
    left join reference.appeal_rule as n
        on c.filing_code = n.filing_code and n.door = 'clerical_error' and a.window_is_by_law and k.is_clerical_error
    left join derived.appeal_deadline as r
        on
            n.filing_code = r.filing_code
            and n.place = r.place
            and o.determined_on = r.determined_on
            and o.earliest_determined_on is not distinct from r.earliest_determined_on
)

select
    unit_key,
    if(is_reopened, later_deadline, deadline) as deadline,
    if(is_reopened, later_safe_deadline, safe_deadline) as safe_deadline,
    if(is_reopened, later_door, door) as door,
    if(
        is_reopened,
        format('The {} closed on {}; a clerical error can still be corrected. {}', door, deadline, later_sentence), sentence
    ) as sentence,
    is_reopened,
    coalesce(if(is_reopened, later_deadline, deadline) >= $as_of::date, true) as is_open
from (
    select
        *,
        coalesce(deadline < $as_of::date and later_deadline >= $as_of::date, false) as is_reopened
    from bounded
)
