-- grain: effective_from
-- period [effective_from, effective_until) of the law, with the patient's percent of what is allowed after the deductible
create or replace table reference.coinsurance (
    effective_from date not null, effective_until date not null, percent decimal(9, 4) not null
)
