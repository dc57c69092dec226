"""Lines of a visit whose units compete: their amounts are right or wrong together, whichever line has which unit.

Source: Medicare Claims Processing Manual, chapter 5, section 10.7 (one unit in full of the highest practice expense,
no order among equals); a contract that reduces several procedures or limits units and names no order of equal lines.
A payer may give the full unit to any of equal lines, on any claim of the day, or cover the dearest units of a limit.
Where it gives the full unit to a line that may not have it, or pays one line too little and another too much in any
other way, the difference of the two is owed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from contracts.agreements.agreement import Book
from contracts.agreements.terms import Terms
from contracts.money import NOTHING
from contracts.pricing.price import price_case
from contracts.pricing.working_line import Assignment, Case
from contracts.situation import Situation
from contracts.steps import Expectation, Unpriced

RANKING: Final = frozenset({"unit_limit", "therapy_mppr", "practice_expense_share", "multiple_procedures"})
"""Rules that give units of several lines a rank."""
PERMITTED: Final = "The payer assigned the units of the day in another way that the rule permits."

Amounts = Mapping[int, Decimal]
"""Dollars by place of a line in the situation, from 1."""


@dataclass(frozen=True, slots=True)
class Together:
    """What the lines that compete should have been allowed once they are compared together, and how they were."""

    expected: Amounts
    sentence: str


class RankedSet:
    """The lines of one situation whose units compete. Each assignment of them is priced once, whatever was allowed.

    `terms` are others than the agreement has.
    """

    def __init__(self, situation: Situation, book: Book, terms: Terms | None = None) -> None:
        if terms is None:
            _, terms = book[situation.agreement].by_period_start[situation.period_start]
        self._case = Case(situation, terms, situation.period_start, book.rates)
        ours = price_case(self._case).lines
        self._places = ranked_places(ours, self._case)
        self._owed = _amounts(ours, self._places)
        self._assigned: dict[Assignment, Amounts] = {}

    def compared(self, allowed: Amounts, rounding: Amounts) -> Together | None:
        """Compares the amounts that a payer allowed with every assignment of units. None: each line is judged alone.

        `rounding` is the difference that counts as rounding on each line, in dollars. A line that has no amount in
        `allowed` is left out.
        """
        places, owed = [place for place in self._places if place in allowed], self._owed
        if len(places) <= 1 or _matches(places, owed, allowed, rounding):
            return None
        for amounts in self._assignments(places, is_permitted=True):
            if _matches(places, amounts, allowed, rounding):
                return Together(amounts, PERMITTED)
        for amounts in self._assignments(places, is_permitted=False):
            moved = [place for place in places if amounts[place] != owed[place]]
            if moved and _matches(moved, amounts, allowed, rounding):
                return _net(owed, allowed, rounding, moved)
        off = [place for place in places if abs(owed[place] - allowed[place]) > rounding[place]]
        if len({owed[place] > allowed[place] for place in off}) == 1:
            return None  # nothing to set off: every line that is off is off in one direction
        return _net(owed, allowed, rounding, off, self._most(places) - _sum(owed, places))

    def _most(self, places: Sequence[int]) -> Decimal:
        """The dearest sum that any permitted assignment has."""
        sums = [_sum(amounts, places) for amounts in self._assignments(places, is_permitted=True)]
        return max((*sums, _sum(self._owed, places)))

    def _assignments(self, places: Sequence[int], *, is_permitted: bool) -> Iterator[Amounts]:
        """The amounts by each other assignment: the full unit on another line, the units of a limit by their price."""
        choices = [Assignment(full_unit=place - 1, is_forced=not is_permitted) for place in places]
        if is_permitted and any(limit.covers is None for limit in self._case.terms.unit_limits):
            choices += [replace(each, dearest_first=True) for each in (Assignment(), *choices)]
        for choice in choices:
            if choice not in self._assigned:
                outcomes = price_case(replace(self._case, assignment=choice)).lines
                self._assigned[choice] = _amounts(outcomes, self._places)
            amounts = self._assigned[choice]
            if all(place in amounts for place in places):
                yield {place: amounts[place] for place in places}


def ranked_places(outcomes: Sequence[Expectation | Unpriced], case: Case) -> tuple[int, ...]:
    """Places (from 1) of the priced lines that a rule ranked against each other.

    A rule may leave a line as it is because of its rank: where it cut one line, every line in its scope is in the set.
    """
    rules = [frozenset(step.rule for step in each.steps) for each in outcomes]
    met = frozenset[str]().union(*rules)
    limits = case.terms.unit_limits if "unit_limit" in met else ()
    reduction = case.terms.multiple_procedures if "multiple_procedures" in met else None

    def is_ranked(at: int, code: str) -> bool:
        return (
            bool(rules[at] & RANKING)
            or any(limit.scope.holds_code(code) for limit in limits)
            or (reduction is not None and reduction.scope.holds_code(code))
        )

    lines = enumerate(case.situation.lines)
    return tuple(at + 1 for at, line in lines if isinstance(outcomes[at], Expectation) and is_ranked(at, line.code))


def _net(
    owed: Amounts, allowed: Amounts, rounding: Amounts, moved: Sequence[int], may_be_dearer: Decimal = NOTHING
) -> Together:
    """The net of the lines whose unit was moved, on the lines that are farthest off in its direction.

    The sum may be above ours by `may_be_dearer` dollars: so much dearer is an assignment that is permitted too.
    """
    net = _sum(owed, moved) - _sum(allowed, moved)
    left = min(net + may_be_dearer, NOTHING) if net < NOTHING else net
    expected = {place: allowed[place] for place in moved}
    if abs(left) > _sum(rounding, moved):
        sign = 1 if left > NOTHING else -1
        for place in sorted(moved, key=lambda place: (allowed[place] - owed[place]) * sign):
            part = min(max((owed[place] - allowed[place]) * sign, NOTHING), left * sign) * sign
            expected[place] += part
            left -= part
    return Together(expected, _compared(owed, allowed, moved))


def _amounts(outcomes: Sequence[Expectation | Unpriced], places: Sequence[int]) -> dict[int, Decimal]:
    return {place: each.amount for place in places if isinstance(each := outcomes[place - 1], Expectation)}


def _matches(places: Sequence[int], amounts: Amounts, allowed: Amounts, rounding: Amounts) -> bool:
    return all(abs(amounts[place] - allowed[place]) <= rounding[place] for place in places)


def _sum(amounts: Amounts, places: Sequence[int]) -> Decimal:
    return sum((amounts[place] for place in places), NOTHING)


def _compared(owed: Amounts, allowed: Amounts, places: Sequence[int]) -> str:
    return (
        f"Compared with the other lines of the day whose units compete: {_sum(owed, places)} for all of them, "
        f"{_sum(allowed, places)} was allowed."
    )
