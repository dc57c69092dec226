-- grain: state in use that states.csv does not list
select 'state ' || r.state as place
from line_review as r
left join reference.state as s on r.state = s.state
where s.state is null
group by r.state
