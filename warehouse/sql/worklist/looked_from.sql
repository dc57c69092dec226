-- grain: one row: the day from which the night looked; absent when it found no dispute
select max(as_of) as as_of
from (select as_of from dispute_queue union all select as_of from expired_disputes)
