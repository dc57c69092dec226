-- grain: kind of finding
select
    code,
    any_value(severity) as severity,
    any_value(sentence) as sentence,
    any_value(condemns) as condemns,
    count(*) as finding_count,
    count(distinct file_name) as file_count,
    min(file_name) as file_name
from finding
group by code
order by case any_value(severity) when 'error' then 0 when 'warning' then 1 else 2 end, finding_count desc
