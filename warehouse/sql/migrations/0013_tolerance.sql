-- The most that rounding by the unit lets pass on a line, however many units it has. Refilled by every night.
create or replace table reference.tolerance (
    per_unit decimal(18, 4) not null, per_line decimal(18, 4) not null, at_most decimal(18, 4) not null
);
