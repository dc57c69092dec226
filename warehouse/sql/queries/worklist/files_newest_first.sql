-- grain: file received, newest first
select *
from file_log
order by received_at desc, file_name
limit 1000
