-- grain: held_id
-- held container that a person released, and why
create or replace table derived.released (
    held_id varchar not null, sha256 varchar not null, container varchar not null, segment_number bigint,
    released_at timestamp not null, released_by varchar not null, reason varchar not null
)
