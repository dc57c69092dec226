"""The first unit of a code at one fee, each further unit of the patient's day at another.

Source: the contract's schedule, column further_amount; usual in workers' compensation and in payers' own therapy
schedules. The first payable unit in the order of the lines is the first one, whichever claim it is on.
"""

from decimal import Decimal
from typing import Final

from contracts.money import plain
from contracts.pricing.working_line import Case, Lines, UnitPrice, WorkingLine
from contracts.steps import Step

NO_UNIT: Final = Decimal(0)
ONE: Final = Decimal(1)


def further_units(lines: Lines, case: Case) -> Lines:
    """Lays the further price on all units of a code but its first of the day."""
    if all(line.further_price is None for line in lines):
        return lines
    done, has_first = list(lines), set[str]()
    for at, line in enumerate(lines):
        if line.further_price is None or line.unpriced is not None or not line.units:
            continue
        done[at] = _further(line, case, has_first=line.line.code in has_first)
        has_first.add(line.line.code)
    return tuple(done)


def _further(line: WorkingLine, case: Case, *, has_first: bool) -> WorkingLine:
    assert line.units is not None
    assert line.further_price is not None
    [unit] = line.units
    first = NO_UNIT if has_first else min(unit.units, ONE)
    parts = (UnitPrice(first, unit.price), UnitPrice(unit.units - first, line.further_price))
    if not parts[1].units:
        return line
    said = "the first unit of the day is on another line" if has_first else f"the first unit at {unit.price}"
    text = f"{said}, {plain(parts[1].units)} further at {line.further_price}"
    step = Step("further_units", text, line.further_price, case.under(line.terms).terms.source)
    return line.with_units(tuple(part for part in parts if part.units), step)
