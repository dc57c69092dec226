"""At most so many units of timed codes a visit.

Source: the payer's policy as the agreement states it (max_timed_units_per_visit). Units are counted in the order of
the lines, not of their prices; units beyond the limit are worth nothing and take no part in any ranking.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from contracts.money import NOTHING, plain
from contracts.pricing.working_line import Case, Lines, WorkingLine
from contracts.steps import Step


def unit_limit(lines: Lines, case: Case) -> Lines:
    """Cuts the units of the lines that go beyond the limit. A line without a price still uses units up."""
    limit = case.terms.unit_limit
    if limit is None:
        return lines
    done, left = list(lines), Decimal(limit.units)
    for at in _order(lines, case):
        line = lines[at]
        if line.line.code not in limit.codes:
            continue
        payable = max(min(line.line.units, left), Decimal(0))
        left -= payable
        if payable != line.line.units:
            done[at] = _cut(line, payable, case)
    return tuple(done)


def _order(lines: Lines, case: Case) -> Sequence[int]:
    """The order of the lines; or, where a payer covers the dearest units first, that of their unit prices."""
    if case.assignment is None or not case.assignment.dearest_first:
        return range(len(lines))
    return sorted(
        range(len(lines)), key=lambda at: -max((part.price for part in lines[at].units or ()), default=NOTHING)
    )


def _cut(working: WorkingLine, payable: Decimal, case: Case) -> WorkingLine:
    assert case.terms.unit_limit is not None
    if working.unpriced is not None:
        return working
    limit = f"at most {case.terms.unit_limit.units} units of timed codes are payable a visit"
    if working.units is None:
        return working.refused("unit_limit_on_charge", f"This line goes beyond the limit: {limit}.")
    text = f"{plain(payable)} of {plain(working.line.units)} units: {limit}, in the order of the lines"
    step = Step("unit_limit", text, None, case.terms.source)
    [unit] = working.units
    return working.with_units((replace(unit, units=payable),) if payable else (), step)
