-- grain: copy of a row that one snapshot has more often than the other; copies of one key are numbered on each side
create or replace temp table surplus as
with side as (
    select columns(lambda c: list_contains($compared, c)), 1 as in_old, 0 as in_new
    from old_row
    union all by name
    select columns(lambda c: list_contains($compared, c)), 0 as in_old, 1 as in_new
    from new_row
),

counted as (
    select * exclude (in_old, in_new), sum(in_old) - sum(in_new) as surplus_count
    from side
    group by all
    having surplus_count <> 0
),

copied as (
    select
        * exclude (surplus_count),
        surplus_count > 0 as is_old,
        unnest(range(abs(surplus_count)::bigint)) as copy
    from counted
),

keyed as (
    select *, json_array(*columns(lambda c: list_contains($key, c)))::varchar as row_key
    from copied
),

ordered as (
    select *, row(*columns(lambda c: list_contains($compared, c))) as row_values
    from keyed
)

select
    * exclude (copy, row_values),
    row_number() over (partition by is_old, row_key order by row_values, copy) as copy
from ordered
