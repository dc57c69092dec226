"""A line without units is not priced.

Source: X12 835 guide, SVC05 and SVC07: an absent count means one unit, which is settled before pricing; zero or less
is an error.
"""

from contracts.money import NOTHING, plain
from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def units_billed(working: WorkingLine, _: Case) -> WorkingLine:
    """Refuses a line whose unit count is not above zero."""
    if working.line.units > NOTHING:
        return working
    return working.refused("no_units", f"The line has {plain(working.line.units)} units.")
