-- What contracts/ knows and decided, as tables to join on: refilled by every night, keyed by the distinct keys it was asked about.
create table reference.agreement (
    agreement_id varchar primary key, name varchar not null, fingerprint varchar not null, counted_from varchar not null,
    window_is_assumed boolean not null, window_source varchar
);

-- between period_start and period_end (exclusive) nothing about a price changes
create table reference.agreement_period (
    agreement_id varchar not null, terms_id varchar not null, period_start date not null, period_end date not null,
    compare varchar not null check (compare in ('line', 'visit')),
    needs_visit boolean not null, needs_charge boolean not null, needs_locality boolean not null,
    needs_place_of_service boolean not null
);

create table reference.tolerance (per_unit decimal(18, 4) not null, per_line decimal(18, 4) not null);

create table reference.state (
    state varchar primary key, is_current boolean not null, may_dispute boolean not null, sentence varchar not null
);

create table reference.reason_code (
    code varchar primary key, label varchar not null, category varchar not null
);

create table reference.deciding_remark (code varchar primary key);

create table reference.procedure_kind (kind varchar not null, first_code varchar not null, last_code varchar not null);

create table reference.finding_kind (
    code varchar primary key, severity varchar not null, sentence varchar not null, condemns varchar not null
);

create table reference.adjustment_kind (
    group_code varchar, reason_code varchar, class varchar not null, denies_units boolean not null
);

-- whether an adjustment belongs in what the payer allowed, under this agreement
create table derived.adjustment_use (
    agreement_id varchar, group_code varchar, reason_code varchar, sign varchar not null, counts_as_allowed boolean not null
);

create table derived.disposition (
    pattern varchar primary key, key varchar not null, state varchar not null, sentence varchar not null,
    state_of_denied_part varchar
);

create table derived.agreement_match (
    profile varchar primary key, agreement_id varchar, reason varchar, sentence varchar not null
);

create table derived.site_match (
    profile varchar primary key, site varchar, practice varchar, locality varchar, reason varchar, sentence varchar
);

create table derived.deadline (
    agreement_id varchar not null, basis_date date not null, earliest_basis_date date, deadline date not null, safe_deadline date not null,
    sentence varchar not null
);
