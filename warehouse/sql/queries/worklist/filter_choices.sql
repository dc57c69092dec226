-- grain: field and value by which the open disputes can be filtered
select 'payer' as field, payer as value, count(*) as dispute_count
from memory.main.dispute
where not is_expired
group by payer
union all
select 'agreement', agreement, count(*)
from memory.main.dispute
where not is_expired
group by agreement
union all
select 'cause', cause, count(*)
from memory.main.dispute
where not is_expired
group by cause
union all
select 'site', site, count(*)
from memory.main.dispute
where not is_expired
group by site
union all
select 'batch', batch, count(*)
from memory.main.dispute
where not is_expired
group by batch
order by field, value
