"""Of two prices of a line, the greater or the lesser one.

Source: the contract's clause (greater_of, lesser_of_terms), such as "the greater of the fee schedule and 100 percent of
Medicare". Each side is priced by all its own rules, and the two amounts of a line are compared.
"""

from collections.abc import Mapping
from typing import Final

from contracts.agreements.terms import Alternative
from contracts.pricing.working_line import Case
from contracts.steps import Expectation, Step, Unpriced

Outcome = Expectation | Unpriced
_BY: Final[Mapping[str, str]] = {
    "fee_schedule": "the schedule",
    "medicare": "the percent of Medicare",
    "rvu": "relative values",
    "percent_of_charge": "the percent of the charge",
    "fixed_fee": "the amount of the clause",
}


def greater_of(ours: Outcome, other: Outcome, choice: Alternative, case: Case) -> Outcome:
    """The line's outcome under both terms -> what is owed. Without one of the two prices the comparison is open."""
    if isinstance(ours, Unpriced):
        return ours
    if isinstance(other, Unpriced):
        return other
    is_other = other.amount > ours.amount if choice.takes == "greater" else other.amount < ours.amount
    words = (_BY[choice.terms.method], _BY[case.terms.method])
    by, left_by = words if is_other else words[::-1]
    chosen, left = (other, ours) if is_other else (ours, other)
    rule = "greater_of" if choice.takes == "greater" else "lesser_of_terms"
    text = f"{chosen.amount} by {by}, the {choice.takes} of it and {left.amount} by {left_by}"
    return Expectation(chosen.amount, (*chosen.steps, Step(rule, text, chosen.amount, case.terms.source)))
