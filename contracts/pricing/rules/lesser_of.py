"""Never more than the charge, or than a percent of it.

Source: the contract's lesser-of clause (lesser_of, lesser_of_percent); for Medicare SSA 1848(a)(1): the lesser of the
actual charge and the fee.
"""

from decimal import Decimal

from contracts.agreements.terms import Terms
from contracts.money import percent_of, plain
from contracts.pricing.working_line import Case, WorkingLine, line_by_line
from contracts.steps import Step


@line_by_line
def lesser_of(working: WorkingLine, case: Case) -> WorkingLine:
    """By line: the smaller of price and charge."""
    amount = working.amount
    if case.terms.lesser_of != "line" or amount is None:
        return working
    charge = working.line.charge
    if charge is None:
        return working.refused("no_charge", "The lesser of charge and price is owed, and the line has no charge.")
    limit, said = limit_by_charge(charge, case.terms)
    if limit < amount:
        text = f"{said} is less than {amount}: {limit} is owed"
        return working.at_amount(Step("lesser_of", text, limit, case.terms.source))
    return working.at_amount(Step("lesser_of", f"{amount}, no more than {said}", amount, case.terms.source))


def limit_by_charge(charge: Decimal, terms: Terms) -> tuple[Decimal, str]:
    """What the terms compare with a price, in dollars, and how a sentence calls it: the charge or a percent of it."""
    if terms.lesser_of_percent is None:
        return charge, f"the charge {charge}"
    limit = percent_of(terms.lesser_of_percent, charge)
    return limit, f"{plain(terms.lesser_of_percent)}% of the charge {charge} = {limit}"
