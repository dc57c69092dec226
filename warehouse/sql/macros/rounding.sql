-- no grain, a macro: dollars of difference that count as rounding on a line of so many units
create or replace macro derived.rounding(per_unit, per_line, at_most, units) as
    greatest(least(per_unit * units, at_most), per_line)
