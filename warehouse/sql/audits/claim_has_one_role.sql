-- grain: claim of a posted payment without a role, or with more than one
select f.name || ', segment ' || c.segment_number || ': ' || count(r.claim_id) || ' roles' as place
from fact.claim as c
inner join derived.payment_standing as s on c.payment_id = s.payment_id and s.standing = 'posted'
inner join fact.file as f on c.file_id = f.file_id
left join derived.claim_role as r on c.claim_id = r.claim_id
group by c.claim_id, f.name, c.segment_number
having count(r.claim_id) <> 1
