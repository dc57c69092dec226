-- grain: modifier
-- modifiers that say a service was repeated on purpose or was separate: they decide about some denials
create or replace table reference.separating_modifier (
    modifier varchar not null
)
