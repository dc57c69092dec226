-- What each distinct situation should have been allowed: priced once, kept under its hash, joined back to every line.
create schema store;

create table store.situation (
    situation_id varchar primary key, agreement_id varchar not null, fingerprint varchar not null, key varchar not null,
    priced_at timestamp not null
);

-- line_in_situation 0 is the visit as a whole, where the agreement pays by the visit
create table store.expectation (
    situation_id varchar not null, line_in_situation integer not null,
    outcome varchar not null check (outcome in ('priced', 'refused')),
    amount decimal(18, 2), reason varchar, sentence varchar,
    check ((outcome = 'priced') = (amount is not null)), check ((outcome = 'refused') = (reason is not null))
);

create table store.expectation_step (
    situation_id varchar not null, line_in_situation integer not null, step integer not null,
    rule varchar not null, text varchar not null, amount decimal(18, 4), source varchar not null
);

create schema derived;
create schema reference;
