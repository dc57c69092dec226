"""At most so many units of timed codes a visit, all together or of one code.

Source: the payer's policy as the agreement states it (max_timed_units_per_visit). Which units count when there are more
is the policy's to say (covers); where it is silent, those of the first lines, and a payer who covers the dearest is
right as well (ranked_set.py). Units beyond a limit are worth nothing and take no part in any ranking. Of several limits
each counts the units that the ones before it left.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from contracts.agreements.terms import UnitLimit
from contracts.money import NOTHING, plain
from contracts.pricing.working_line import Case, Lines, WorkingLine
from contracts.steps import Step

IN_ORDER: Final = "line_order"
_ORDER: Final = {
    IN_ORDER: "in the order of the lines",
    "dearest": "the dearest units first",
    "cheapest": "the cheapest units first",
}


def unit_limit(lines: Lines, case: Case) -> Lines:
    """Cuts the units of the lines that go beyond a limit. A line without a price still uses units up."""
    if not case.terms.unit_limits:
        return lines
    counted = [max(line.line.units, NOTHING) for line in lines]
    for limit in case.terms.unit_limits:
        lines = _limited(lines, counted, limit, case)
    return lines


def _limited(lines: Lines, counted: list[Decimal], limit: UnitLimit, case: Case) -> Lines:
    """The lines within one limit; `counted` holds the units that are left of each, and is updated."""
    inside = [at for at, line in enumerate(lines) if limit.scope.holds_code(line.line.code)]
    covers, left = _covers(limit, case), Decimal(limit.units)
    if sum(counted[at] for at in inside) <= left:
        return lines
    if covers != IN_ORDER and (unknown := next((lines[at] for at in inside if not _has_unit_price(lines[at])), None)):
        sentence = f"{unknown.line.code} has no unit price, so it is not known which units are within the limit."
        return tuple(
            line.refused("visit_incomplete", sentence) if at in inside and line.unpriced is None else line
            for at, line in enumerate(lines)
        )
    done = list(lines)
    for at in sorted(inside, key=lambda at: _place(lines[at], covers)):
        payable = max(min(counted[at], left), Decimal(0))
        left -= payable
        if payable != counted[at]:
            done[at] = _cut(lines[at], payable, counted[at], limit, covers, case)
            counted[at] = payable
    return tuple(done)


def _covers(limit: UnitLimit, case: Case) -> str:
    """Which units count: what the terms say, else what the case assigns, else those of the first lines."""
    is_assigned = case.assignment is not None and case.assignment.dearest_first
    return limit.covers or ("dearest" if is_assigned else IN_ORDER)


def _has_unit_price(line: WorkingLine) -> bool:
    return line.line.units <= NOTHING or (line.unpriced is None and line.units is not None)


def _place(line: WorkingLine, covers: str) -> Decimal:
    """By what the lines are sorted; equal ones stay in their order."""
    price = max((part.price for part in line.units or ()), default=NOTHING)
    return NOTHING if covers == IN_ORDER else -price if covers == "dearest" else price


def _cut(
    working: WorkingLine, payable: Decimal, counted: Decimal, limit: UnitLimit, covers: str, case: Case
) -> WorkingLine:
    if working.unpriced is not None:
        return working
    of = "timed codes" if len(case.terms.unit_limits) == 1 else str(limit.scope)
    said = f"at most {limit.units} units of {of} are payable a visit"
    if working.units is None:
        return working.refused("unit_limit_on_charge", f"This line goes beyond the limit: {said}.")
    text = f"{plain(payable)} of {plain(counted)} units: {said}, {_ORDER[covers]}"
    step = Step("unit_limit", text, None, case.terms.source)
    units = tuple(replace(unit, units=payable) for unit in working.units if payable)
    return working.with_units(units, step)
