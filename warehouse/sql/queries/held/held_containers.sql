-- grain: held container, the largest difference first; released ones only when asked for. $named is its id, its file,
-- or its file and segment
select *
from held
where
    ($everything::boolean or released_at is null)
    and ($named::varchar is null or $named in (held_id, file_name, file_name || ':' || segment_number))
order by abs(off_by) desc nulls last, file_name, segment_number
