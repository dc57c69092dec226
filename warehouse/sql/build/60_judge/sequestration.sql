-- grain: effective_from
-- percent that the law lets be taken from Medicare's payment, in [effective_from, effective_until)
create or replace table reference.sequestration (
    effective_from date not null, effective_until date not null, percent decimal(9, 4) not null
)
