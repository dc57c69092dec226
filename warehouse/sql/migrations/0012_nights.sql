-- What a night keeps for the next one, so that it looks again only at what is new and at what that may touch.
create table store.night_basis (sha256 varchar not null);

-- what a claim shares with others: claims of one key are judged together
create table derived.claim_link (claim_id bigint not null, key ubigint not null);

drop table if exists derived.posted_line;
drop table if exists derived.line_pattern;
drop table if exists derived.claim_chain;
drop table if exists derived.reversal_pair;
drop table if exists derived.chain_date;
drop table if exists derived.claim_profile;
drop table if exists derived.provider_profile;
drop table if exists derived.line_context;
drop table if exists derived.patient_day;
drop table if exists derived.priceable_line;
drop table if exists derived.situation_line;
drop table if exists derived.incomplete_visit;
drop table if exists derived.situation;
drop table if exists derived.line_allowed;
drop table if exists derived.line_judgement;
drop table if exists derived.reviewed_line;
drop table if exists derived.medicare_rate;
