-- grain: distinct adjudication pattern
select distinct pattern
from derived.line_pattern
order by pattern
