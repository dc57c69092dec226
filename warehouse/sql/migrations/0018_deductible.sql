-- Medicare's Part B deductible of each year. Refilled by every night.
create table reference.deductible (effective_from date not null, effective_until date not null, amount decimal(18, 2) not null);
