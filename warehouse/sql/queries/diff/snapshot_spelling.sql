-- grain: situation_id of a row that both snapshots have, in each snapshot
insert into spelling
with side as (
    select columns(lambda c: list_contains($key, c)), situation_id as old_id, null as new_id
    from {old}
    union all by name
    select columns(lambda c: list_contains($key, c)), null as old_id, situation_id as new_id
    from {new}
),

keyed as (
    select old_id, new_id, json_array(*columns(lambda c: list_contains($key, c)))::varchar as row_key
    from side
),

-- where two rows of a snapshot share a key, neither can be paired
paired as (
    select min(old_id) as old_id, min(new_id) as new_id
    from keyed
    group by row_key
    having count(*) = 2 and count(old_id) = 1 and count(new_id) = 1
)

select distinct old_id, new_id
from paired
