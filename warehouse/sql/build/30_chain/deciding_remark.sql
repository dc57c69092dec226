-- grain: code
-- remark codes that decide the state of a line
create or replace table reference.deciding_remark (
    code varchar not null
)
