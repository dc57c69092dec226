-- grain: agreement and cause, most open dollars first
select *
from cause_summary
order by open_amount desc, agreement, cause
