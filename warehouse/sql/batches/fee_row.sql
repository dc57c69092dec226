-- grain: row of a fee schedule, by the file and the line an editor counts; condition is null where any line takes it
create table if not exists reference.fee_row (
    schedule varchar not null, number integer not null, code varchar not null, condition varchar,
    amount decimal(18, 2) not null, effective_from date, effective_until date
)
