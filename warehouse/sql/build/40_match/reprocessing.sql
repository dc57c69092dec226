-- grain: agreement_id, signed_on
-- amendment of an agreement, signed after the first day of service for which it holds
create or replace table reference.reprocessing (
    agreement_id varchar not null, signed_on date not null, effective_from date not null, effective_until date not null
)
