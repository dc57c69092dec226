-- grain: exported_at
-- the one row that says when the review state was loaded into this database, and with which event it ends
create or replace table derived.review_export (exported_at timestamp not null, last_event_id bigint not null)
