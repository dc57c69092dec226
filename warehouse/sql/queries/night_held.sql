-- grain: container held
select file_name, container, code, off_by, reason, segment_number
from held
order by file_name, segment_number nulls first, container
