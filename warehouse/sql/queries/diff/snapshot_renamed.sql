-- grain: row of one view of the old snapshot, its identifier spelled as the new snapshot spells it
create or replace temp view old_row as
select
    o.* replace (
        case
            when p.new_id is not null then p.new_id
            -- by this spelling the new snapshot means another situation
            when t.new_id is not null then 'old ' || o.situation_id
            else o.situation_id
        end as situation_id
    )
from {view} as o
left join renaming as p on o.situation_id = p.old_id
left join renaming as t on o.situation_id = t.new_id
