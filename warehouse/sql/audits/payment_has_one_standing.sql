-- grain: payment on record without a standing, or with more than one
select f.name || ', segment ' || p.segment_number as place
from fact.payment as p
inner join fact.file as f on p.file_id = f.file_id
left join derived.payment_standing as s on p.payment_id = s.payment_id
group by p.payment_id, f.name, p.segment_number
having count(s.standing) <> 1
