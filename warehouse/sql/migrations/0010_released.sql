-- What a person released of what was held, and why; refilled by every night from the review state.
create table derived.released (
    held_id varchar primary key, sha256 varchar not null, container varchar not null, segment_number bigint,
    released_at timestamp not null, released_by varchar not null, reason varchar not null
);
