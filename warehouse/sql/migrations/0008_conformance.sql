-- What the checker of the guide said of each file's bytes, once: beside the money, never in its way.
create table fact.conformance_run (
    sha256 varchar primary key, checked_at timestamp not null, is_finished boolean not null, findings bigint not null
);

create table fact.conformance (
    sha256 varchar not null, code varchar not null, severity varchar not null check (severity in ('error', 'warning', 'note')),
    place varchar, segment_number bigint, occurrences bigint not null, sentence varchar not null, reason varchar not null
);
