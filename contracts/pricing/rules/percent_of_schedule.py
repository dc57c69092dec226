"""The contract's percent of its own or another's fee schedule.

Source: the contract's clause, such as "90 percent of the network's fee schedule" (percent under a schedule's method).
The percent is of the unit as the schedule prints it, raises included, and is rounded once.
"""

from dataclasses import replace

from contracts.money import percent_of
from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def percent_of_schedule(working: WorkingLine, case: Case) -> WorkingLine:
    """The percent of each unit that the schedule prices; a charge's percent for an unlisted code is none of it."""
    percent = case.terms.percent
    if case.terms.schedule is None or percent is None or working.units is None:
        return working
    further = working.further_price
    cut = working.at_percent(percent, "percent_of_schedule", "by the schedule", case.terms.source)
    return cut if further is None else replace(cut, further_price=percent_of(percent, further))
