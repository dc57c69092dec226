-- grain: code
-- remark code that decides the state of a line
create or replace table reference.deciding_remark (
    code varchar not null
)
