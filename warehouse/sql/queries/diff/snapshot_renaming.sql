-- grain: situation_id of the old snapshot and its one partner in the new snapshot
create or replace temp table renaming as
with distinct_spelling as (
    select distinct old_id, new_id
    from spelling
)

from distinct_spelling
qualify count(*) over (partition by old_id) = 1 and count(*) over (partition by new_id) = 1
