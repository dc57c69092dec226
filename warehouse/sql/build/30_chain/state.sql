-- grain: state
-- state of a service line, one of the closed list contracts/codes/states.csv
create or replace table reference.state (
    state varchar not null, is_current boolean not null, may_dispute boolean not null, sentence varchar not null
)
