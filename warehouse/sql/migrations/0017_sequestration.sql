-- What the law lets be taken from Medicare's payment, by date of service. Refilled by every night.
create table reference.sequestration (
    effective_from date not null, effective_until date not null, percent decimal(9, 4) not null
);
