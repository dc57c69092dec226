-- grain: disposition of files
select
    disposition,
    count(*) as file_count,
    sum(payments)::bigint as payments,
    sum(claims)::bigint as claims,
    sum(lines)::bigint as lines
from file_log
group by disposition
order by file_count desc, disposition
