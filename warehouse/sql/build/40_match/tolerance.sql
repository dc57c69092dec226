-- grain: per_line
-- the one row of tolerances: dollars of difference that count as rounding, by the unit, by the line, and at most
create or replace table reference.tolerance (
    per_unit decimal(18, 4) not null, per_line decimal(18, 4) not null, at_most decimal(18, 4) not null
)
