-- grain: state
-- the closed list of states of a service line
create or replace table reference.state (
    state varchar not null, is_current boolean not null, may_dispute boolean not null, sentence varchar not null
)
