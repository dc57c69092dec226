-- grain: state of service lines
select
    r.state,
    count(*) as line_count,
    sum(r.charge) as charge,
    sum(r.paid) as paid,
    any_value(s.sentence) as sentence
from line_review as r
left join reference.state as s on r.state = s.state
group by r.state
order by line_count desc, r.state
