-- grain: line that Medicare Part B paid as priced, and that the yardstick of the scorecard does not call 100 percent
select j.file_name || ', segment ' || j.segment_number as place
from derived.judged_line as j
inner join reference.agreement as g on j.agreement = g.agreement_id and g.is_medicare
cross join reference.tolerance as t
where
    j.state = 'priced_ok'
    and abs(j.variance) <= derived.rounding(t.per_unit, t.per_line, t.at_most, j.units_billed)
    and coalesce(
        abs(j.payer_allowed - j.medicare_amount) > derived.rounding(t.per_unit, t.per_line, t.at_most, j.units_billed), true
    )
