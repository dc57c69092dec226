-- grain: kind of container and code of its problem
select
    container,
    code,
    any_value(reason) as reason,
    count(*) as held_count,
    sum(off_by) as off_by
from held
where released_at is null
group by container, code
order by container, code
