-- grain: held container, the largest difference first
select file_name, container, code, off_by, reason, patient_control_number, segment_number, held_id, released_at
from held
order by abs(off_by) desc nulls last, file_name, segment_number
limit 2000
