-- grain: one row: when the review state was brought into this database
create table if not exists derived.review_export (exported_at timestamp not null, last_event_id bigint not null)
