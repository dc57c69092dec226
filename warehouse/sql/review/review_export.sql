-- grain: exported_at
-- one row: when the review state was brought into this database
create or replace table derived.review_export (exported_at timestamp not null, last_event_id bigint not null)
