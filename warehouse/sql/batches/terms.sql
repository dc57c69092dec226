-- grain: terms of an agreement, as a letter cites them
create table if not exists reference.terms (
    agreement_id varchar not null, terms_id varchar not null, effective_from date not null, effective_until date,
    source varchar not null, method varchar not null, schedule varchar
)
