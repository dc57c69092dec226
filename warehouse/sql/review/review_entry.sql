-- grain: event_id
-- event of the review log
create or replace table derived.review_entry (
    event_id bigint not null, action_id bigint not null, happened_at timestamp not null, who varchar not null,
    kind varchar not null, subject varchar not null, field varchar not null, was varchar, became varchar, undoes bigint
)
