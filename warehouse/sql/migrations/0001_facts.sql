-- The facts of every file received, as sent: append-only, one table per part of the 835, each row with file and segment number.
create schema fact;

create table fact.file (
    file_id bigint not null, name varchar not null, sha256 varchar, size_bytes bigint, received_at timestamp not null,
    receipt varchar not null check (receipt in ('read', 'same_bytes', 'refused')),
    same_bytes_as bigint, reason_code varchar, reason varchar,
    segments bigint, interchanges bigint, payments bigint, claims bigint, lines bigint, is_835 boolean, usage_test boolean
);

create table fact.interchange (
    file_id bigint not null, segment_number bigint not null, interchange_id bigint not null,
    sender_qualifier varchar, sender_id varchar, receiver_qualifier varchar, receiver_id varchar, interchange_date date,
    control_number varchar, usage_indicator varchar, version varchar,
    element_separator varchar, component_separator varchar, segment_terminator varchar
);

create table fact.payment (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, interchange_id bigint,
    transaction_ordinal integer, control_number varchar, usage_indicator varchar, group_date date, version varchar,
    handling varchar, payment_amount decimal(18, 2), credit_debit varchar, payment_method varchar, payment_format varchar,
    originating_company varchar, payment_date date, trace varchar, originator_id varchar, production_date date, currency varchar,
    payer_name varchar, payer_id_qualifier varchar, payer_id varchar, payer_reference_2u varchar, payer_reference_nf varchar,
    payer_reference_eo varchar, payer_reference_hi varchar,
    payee_name varchar, payee_id_qualifier varchar, payee_id varchar, payee_tin varchar, payee_npi varchar,
    segment_count bigint, last_segment_number bigint
);

create table fact.claim (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, claim_id bigint not null,
    claim_ordinal integer, assigned_number varchar, patient_control_number varchar, status_code varchar,
    charge decimal(18, 2), paid decimal(18, 2), patient_responsibility decimal(18, 2), filing_code varchar,
    payer_control_number varchar, place_of_service varchar, frequency_code varchar, drg varchar,
    patient_last varchar, patient_first varchar, patient_identifier varchar, subscriber_identifier varchar,
    rendering_npi varchar, rendering_last varchar, facility_npi varchar, original_control_number varchar,
    contract_code varchar, group_number varchar, service_from date, service_until date, received_date date,
    interest decimal(18, 2)
);

create table fact.line (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, claim_id bigint not null,
    line_id bigint not null, line_ordinal integer, code_qualifier varchar, procedure_code varchar,
    modifier_1 varchar, modifier_2 varchar, modifier_3 varchar, modifier_4 varchar,
    charge decimal(18, 2), paid decimal(18, 2), revenue_code varchar, units_paid decimal(18, 4),
    submitted_code varchar, submitted_modifiers varchar, units_billed decimal(18, 4), service_date date, service_until date,
    line_control_number varchar, rendering_npi varchar, allowed_reported decimal(18, 2)
);

create table fact.adjustment (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, claim_id bigint, line_id bigint,
    adjustment_ordinal integer, group_code varchar, reason_code varchar, amount decimal(18, 2), quantity decimal(18, 4)
);

create table fact.remark (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, claim_id bigint, line_id bigint,
    source varchar, code_list varchar, code varchar
);

create table fact.reference (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, claim_id bigint, line_id bigint,
    level varchar, qualifier varchar, value varchar, description varchar
);

create table fact.amount (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, claim_id bigint, line_id bigint,
    level varchar, qualifier varchar, amount decimal(18, 2)
);

create table fact.quantity (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, claim_id bigint, line_id bigint,
    level varchar, qualifier varchar, quantity decimal(18, 4)
);

create table fact.date (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, claim_id bigint, line_id bigint,
    level varchar, qualifier varchar, date date
);

create table fact.party (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, claim_id bigint, line_id bigint,
    level varchar, entity varchar, last_or_organization varchar, first varchar, id_qualifier varchar, id varchar
);

create table fact.contact (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, claim_id bigint,
    level varchar, function_code varchar, name varchar, qualifier varchar, number varchar
);

create table fact.provider_adjustment (
    file_id bigint not null, segment_number bigint not null, payment_id bigint not null, adjustment_ordinal integer,
    provider_id varchar, fiscal_period_date date, reason_code varchar, reference varchar, amount decimal(18, 2)
);

create table fact.finding (
    file_id bigint not null, segment_number bigint, payment_id bigint, claim_id bigint, line_id bigint,
    code varchar not null, detail varchar
);

-- What makes a transaction the same one in another envelope: who paid, trace, day, amount; and its claims, sorted.
create table fact.payment_fingerprint (payment_id bigint not null, identity varchar not null, content varchar not null);
