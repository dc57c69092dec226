-- grain: dispute of a list, with when its status was last set, and by whom
select subject, happened_at, who
from state
where kind = 'dispute' and field = 'status' and subject in (select value from json_each(:ids))
