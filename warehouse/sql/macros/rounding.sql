-- no grain, a macro: dollars that rounding by the unit and by the line lets pass on a line of so many units
create or replace macro derived.rounding(per_unit, per_line, at_most, units) as
    greatest(least(per_unit * units, at_most), per_line)
