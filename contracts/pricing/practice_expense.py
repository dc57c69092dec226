"""Which lines of a day rank by practice expense where a contract takes Medicare's therapy reduction from its own fees.

CMS's relative values say whether the reduction concerns a code and what share of a fee is practice expense; where a
line that may rank first is not known, none of the others has a price.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from contracts.medicare.fees import MedicareFee, RateRefusal
from contracts.pricing.working_line import Case, Lines, WorkingLine

NO_UNIT: Final = Decimal(0)
NATIONAL: Final = "national"
NOTHING_OWED: Final = frozenset({"capitated", "not_covered"})
LEAVES_IT_OPEN: Final = frozenset({"unknown_code", "no_release_for_dos"})
"""Refusals of the rates after which it is not known whether the reduction concerns the code."""


def is_ranked(line: WorkingLine) -> bool:
    """Whether it competes: not what a clause prices apart, and not what nothing is owed for."""
    refused = line.unpriced.reason if line.unpriced else None
    return not line.is_apart and line.line.units > NO_UNIT and refused not in NOTHING_OWED


def relative_values(line: WorkingLine, case: Case) -> MedicareFee | RateRefusal:
    """The code's relative values of the day, before any geographic index."""
    return case.rates.fee(line.line.code, (), case.on, NATIONAL, facility=case.facility)


def is_open(line: WorkingLine, found: MedicareFee | RateRefusal, indicator: str) -> bool:
    """Whether the line might be the one in full and is not known: it has no price, or no file on hand has its code."""
    if isinstance(found, RateRefusal):
        return found.reason in LEAVES_IT_OPEN and not found.has_no_fee
    return (line.unpriced is not None or line.units is None) and found.multiple_procedure == indicator


def refused(
    lines: Lines,
    therapy: Mapping[int, MedicareFee],
    open_lines: list[int],
    ranked: Mapping[int, MedicareFee | RateRefusal],
) -> Lines:
    """The lines without prices for those that rank, because `open_lines` are not known."""
    done, code = list(lines), lines[open_lines[0]].line.code
    for at in {*therapy, *open_lines}:
        found = ranked[at]
        if lines[at].unpriced is not None:
            continue
        if isinstance(found, RateRefusal):
            done[at] = lines[at].refused(found.reason, f"{found.sentence[0].upper()}{found.sentence[1:]}.")
        else:
            sentence = f"It is not known whether {code} is the therapy unit of the visit that is paid in full."
            done[at] = lines[at].refused("visit_incomplete", sentence)
    return tuple(done)
