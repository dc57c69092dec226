-- grain: Medicare locality of our sites, with their names
select
    locality,
    string_agg(name, ', ' order by name) as names
from reference.site
where locality is not null
group by locality
order by locality
