-- grain: row of one view of the old snapshot, with its situation_id replaced by the new snapshot's
create or replace temp view old_row as
select
    o.* replace (
        case
            when p.new_id is not null then p.new_id
            -- the new snapshot has another situation under this id
            when t.new_id is not null then 'old ' || o.situation_id
            else o.situation_id
        end as situation_id
    )
from {view} as o
left join renaming as p on o.situation_id = p.old_id
left join renaming as t on o.situation_id = t.new_id
