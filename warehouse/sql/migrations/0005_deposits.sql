-- What the bank says arrived: append-only, each row with its file and line; and what a person said belongs together.
create table fact.deposit_file (
    deposit_file_id bigint not null, name varchar not null, sha256 varchar not null, received_at timestamp not null,
    kind varchar not null check (kind in ('csv', 'nacha')), deposits bigint not null
);

-- `identity` is of everything the bank said of the row but its place; `occurrence` counts equal rows of one file
create table fact.deposit (
    deposit_file_id bigint not null, line_number bigint not null, deposit_id bigint not null,
    deposit_date date, amount decimal(18, 2), trace varchar, originator_id varchar, company_id varchar, company_name varchar,
    reference varchar, description varchar, identity varchar not null, occurrence integer not null
);

create table fact.deposit_finding (
    deposit_file_id bigint not null, line_number bigint, code varchar not null, detail varchar
);

-- a person's word, under names that outlive a rebuilt database; the newest one about a deposit and a payment counts
create table fact.deposit_pairing (
    deposit_identity varchar not null, occurrence integer not null, payment_identity varchar not null,
    belongs_together boolean not null, decided_at timestamp not null, decided_by varchar not null
);

create table reference.deposit_finding_kind (code varchar primary key, severity varchar not null, sentence varchar not null);

-- how many business days there were up to and including this day
create table reference.business_day (day date primary key, ordinal integer not null);

create table derived.payment_unit (payment_id bigint not null, unit_id bigint not null);

create table derived.deposit_link (deposit_id bigint not null, unit_id bigint not null, step varchar not null, tag varchar);

-- letters and digits as they are compared: no case, no spaces, no leading zeros; nothing left is nothing
create macro derived.trace_key(sent) as nullif(ltrim(regexp_replace(upper(sent), '\s', '', 'g'), '0'), '');

-- TRN03 and BPR10 are '1' and a tax number by convention; banks drop the 1 or keep it
create macro derived.payer_key(sent) as case
    when regexp_full_match(trim(sent), '1[0-9]{9}') then substr(trim(sent), 2)
    else nullif(upper(trim(sent)), '')
end;

create table derived.deposit_match (
    state varchar not null, step varchar, tag varchar, deposit_id bigint, unit_id bigint, payment_id bigint,
    deposit_total decimal(18, 2), payment_total decimal(18, 2), payments_in_deposit bigint, business_days_open integer,
    is_overdue boolean not null
);

create table derived.balance_warning (
    payment_id bigint not null, claim_id bigint, code varchar not null, off_by decimal(18, 2) not null
);

create table derived.payment_reissue (payment_id bigint not null, suspected_reissue_of bigint not null);

create table reference.provider_adjustment_code (code varchar primary key, label varchar not null, treatment varchar not null);
