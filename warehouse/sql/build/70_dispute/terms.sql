-- grain: agreement_id, terms_id
-- terms of an agreement as a letter cites them
create or replace table reference.terms (
    agreement_id varchar not null, terms_id varchar not null, effective_from date not null, effective_until date,
    source varchar not null, method varchar not null, schedule varchar
)
