-- grain: service line of a posted payment that has no state, or more than one
select f.name || ', segment ' || l.segment_number || ': ' || count(r.line_id) || ' states' as place
from fact.line as l
inner join derived.payment_standing as s on l.payment_id = s.payment_id and s.standing = 'posted'
inner join fact.file as f on l.file_id = f.file_id
left join line_review as r on l.line_id = r.line_id and r.state is not null
group by l.line_id, f.name, l.segment_number
having count(r.line_id) <> 1
union all
select 'line ' || r.line_id || ': not of a posted payment'
from line_review as r
left join derived.payment_standing as s on r.payment_id = s.payment_id
where s.standing is distinct from 'posted'
