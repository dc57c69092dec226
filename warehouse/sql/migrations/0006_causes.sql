-- Which rates explain an amount that was short: every candidate that fits, kept under the hash of the question.
create table store.cause_question (question_id varchar primary key, asked_at timestamp not null);

create table store.cause_fit (
    question_id varchar not null, candidate varchar not null, cause varchar not null, text varchar not null,
    evidence varchar not null, is_stated boolean not null, family integer not null, place integer not null
);

create table reference.site (site varchar primary key, practice varchar not null, name varchar not null, locality varchar);

create table reference.cause (cause varchar primary key, sentence varchar not null, may_be_our_entry boolean not null);

-- short lines of one agreement, and procedure codes among them, that a candidate must fit before it is named
create table reference.cause_evidence (evidence varchar primary key, lines integer not null, codes integer not null);

create table reference.confirmed_cause (agreement_id varchar not null, cause varchar not null);
