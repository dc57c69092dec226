-- grain: short line or short visit without a cause of the list, or without the sentence that says it
select o.unit_key as place
from derived.owed as o
left join reference.cause as c on o.cause = c.cause
where c.cause is null or coalesce(o.cause_sentence, '') = ''
