"""What lines of a day are owed together: by the visit, or by their claims.

The lines of a day are one visit or several, as visit_per.py divides them; each is priced and changed by its own rules,
and the day is their sum.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from contracts.money import NOTHING
from contracts.pricing.rules.assistant_on_visit import assistant_on_visit
from contracts.pricing.rules.credential_on_visit import credential_on_visit
from contracts.pricing.rules.lesser_of_claim import lesser_of_claim
from contracts.pricing.rules.lesser_of_visit import lesser_of_visit
from contracts.pricing.rules.visit_cap import visit_cap
from contracts.pricing.rules.visit_per import visit_per
from contracts.pricing.rules.visit_rate import visit_rate
from contracts.pricing.working_line import Case, Lines
from contracts.steps import Expectation, Step, Unpriced

if TYPE_CHECKING:
    from decimal import Decimal

VISIT_RULES: Final[tuple[Callable[[Lines, Case], Expectation | Unpriced | None], ...]] = (
    visit_rate,
    visit_cap,
    lesser_of_claim,
)
"""Rules that price lines as a whole, be it a visit or its claims; the first that has an answer gives it."""

AFTER_VISIT: Final[tuple[Callable[[Expectation, Lines, Case], Expectation | Unpriced], ...]] = (
    credential_on_visit,
    assistant_on_visit,
    lesser_of_visit,
)
"""Rules that change the amount of a visit, in the order of those that change a line."""


def amount_of_day(lines: Lines, case: Case) -> Expectation | Unpriced:
    """The amount of the day: of its one visit, or of its visits added up."""
    visits = visit_per(lines, case)
    if isinstance(visits, Unpriced):
        return visits
    steps: list[Step] = []
    owed: list[tuple[str, Decimal]] = []
    for whose, of_visit, with_rate in visits:
        found = _visit(of_visit, with_rate)
        if isinstance(found, Unpriced) or len(visits) == 1:
            return found if isinstance(found, Expectation) else replace(found, steps=(*steps, *found.steps))
        steps += [replace(step, text=f"{whose}: {step.text}") for step in found.steps]
        owed.append((whose, found.amount))
    total = sum((amount for _, amount in owed), start=NOTHING)
    text = " + ".join(f"{whose} {amount}" for whose, amount in owed) + f" = {total}"
    return Expectation(total, (*steps, Step("visit_per", text, total, case.terms.source)))


def _visit(lines: Lines, case: Case) -> Expectation | Unpriced:
    found = next(answer for rule in VISIT_RULES if (answer := rule(lines, case)) is not None)
    for rule in AFTER_VISIT:
        if isinstance(found, Unpriced):
            break
        found = rule(found, lines, case)
    return found
