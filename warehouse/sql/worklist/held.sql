-- grain: container that was not accepted, the dearest first
select *
from held
order by abs(off_by) desc nulls last, file_name, segment_number
limit 2000
