-- grain: bank row or posted payment that is missing from the bank match, or matched and unmatched at once
select 'deposit ' || b.deposit_id || ' is not in deposit_match' as place
from derived.bank_row as b
where b.deposit_id not in (select deposit_id from derived.deposit_outcome where deposit_id is not null)
union all
select 'payment ' || s.payment_id || ' is not in deposit_match'
from derived.payment_standing as s
left join derived.payment_unit as u on s.payment_id = u.payment_id
where
    s.standing = 'posted'
    and (u.unit_id is null or u.unit_id not in (select unit_id from derived.deposit_outcome where unit_id is not null))
union all
select 'deposit ' || deposit_id || ' is found and missing at once'
from derived.deposit_outcome
where deposit_id is not null
group by deposit_id
having count(*) filter (where unit_id is null) > 0 and count(*) > 1
union all
select 'payment ' || unit_id || ' is found and missing at once'
from derived.deposit_outcome
where unit_id is not null
group by unit_id
having count(*) filter (where deposit_id is null) > 0 and count(*) > 1
