"""Which lines of a visit are the two sides of one procedure: by modifier 50, by RT and LT, or by two units.

Source: CMS RVU25D.pdf, bilateral indicators: "billed with the bilateral modifier or reported twice on the same day by
any other means (RT and LT, or a 2 in the units field)". What fits no pair and no single side is unclear, never guessed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from contracts.pricing.working_line import Case, Lines, WorkingLine

ONE: Final = Decimal(1)
TWO: Final = ONE + ONE


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides on one line (one place in `at`), or a side on each of two lines; `unclear` says why it is neither."""

    at: tuple[int, ...]
    unclear: str | None = None


def both_sides(lines: Lines, case: Case) -> Iterator[Sides]:
    """The procedures of the visit that were done on both sides, and the lines for which that is unclear."""
    bilateral = case.rates.law.document("bilateral")
    groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.unpriced is None and line.fee is not None and line.units:
            others = {each for each in line.line.modifiers if each in case.rates.repricing_modifiers}
            groups[line.fee.code, frozenset(others - set(bilateral["both"]))].append(at)
    for group in groups.values():
        marks = [_marks(lines[at], bilateral) for at in group]
        found = _of_one_code([lines[at] for at in group], group, marks, bilateral, ranks=case.terms.mppr == "medicare")
        if found is not None:
            yield found


def _of_one_code(
    lines: list[WorkingLine], at: list[int], marks: list[set[str]], law: Mapping[str, Any], *, ranks: bool
) -> Sides | None:
    fee = lines[0].fee
    assert fee is not None
    units = sum((line.payable_units for line in lines), start=ONE - ONE)
    if any(set(law["both"]) & mark for mark in marks):
        if len(lines) == 1 and units == ONE:
            return Sides(tuple(at))
        return Sides(tuple(at), "is billed for both sides, and then again")
    if len(lines) == 1 and marks[0] == set(law["sides"]):
        return (
            Sides(tuple(at)) if units <= TWO else Sides(tuple(at), "is billed for both sides with more than two units")
        )
    if units == ONE or not ranks or fee.multiple_procedure == law["time_is_no_side"]:
        return None
    sided = [mark for mark in marks if mark]
    counts = fee.row.bilateral in law["counts_units"]
    if not sided:
        if not counts:
            return None
        return Sides(tuple(at)) if units == TWO else Sides(tuple(at), "is billed with more units than there are sides")
    if len(set(map(frozenset, marks))) == 1 and len(sided[0]) == 1:
        return None  # all on the same side: procedures of their own
    if units == TWO and len(lines) == len(sided) and all(len(mark) == 1 for mark in marks):
        return Sides(tuple(at))
    return None if fee.row.bilateral == law["each_side"] else Sides(tuple(at), "is billed for sides that do not pair")


def _marks(line: WorkingLine, law: Mapping[str, Any]) -> set[str]:
    return {each for each in line.line.modifiers if each in law["both"] or each in law["sides"]}
