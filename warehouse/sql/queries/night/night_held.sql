-- grain: held container
select file_name, container, code, off_by, reason, segment_number
from held
where released_at is null
order by file_name, segment_number nulls first, container
