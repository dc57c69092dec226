-- Decision and reference tables are declared by their own file below build/ from now on, and rebuilt by every night.
-- Relations that had the name of a published view have a name of their own.
drop table if exists derived.adjustment_use;
drop table if exists derived.disposition;
drop table if exists derived.agreement_match;
drop table if exists derived.site_match;
drop table if exists derived.payment_balance;
drop table if exists derived.deposit_match;
drop table if exists derived.setup_question;
drop table if exists derived.review_event;
drop table if exists derived.beyond_the_law;
drop table if exists reference.site;
drop table if exists derived.deductible_beyond;
drop macro if exists derived.payer_of;
drop macro if exists derived.patient_of;
drop macro if exists derived.payer_key;
drop macro if exists derived.trace_key;

-- One row for each night that was published from this database.
create table store.night (
    as_of date not null, started_at timestamp not null, finished_at timestamp not null, version varchar not null,
    schema_version integer not null, settings_sha256 varchar not null, agreements_sha256 varchar not null,
    rates_sha256 varchar not null, files bigint not null, payments bigint not null, claims bigint not null,
    lines bigint not null, claims_judged bigint not null, situations bigint not null, newly_priced bigint not null,
    seconds map(varchar, decimal(9, 3)) not null
);
