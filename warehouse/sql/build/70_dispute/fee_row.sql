-- grain: schedule, number
-- row of a fee schedule as a letter cites it: its file, and its line number as an editor shows it; condition is null
-- where the row prices any line
create or replace table reference.fee_row (
    schedule varchar not null, number integer not null, code varchar not null, condition varchar,
    amount decimal(18, 2) not null, effective_from date, effective_until date
)
