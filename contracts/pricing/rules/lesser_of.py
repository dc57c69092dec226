"""Never more than the charge.

Source: the contract's lesser-of clause; for Medicare SSA 1848(a)(1): the lesser of the actual charge and the fee.
"""

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
    if charge < amount:
        text = f"the charge {charge} is less than {amount}: {charge} is owed"
        return working.at_amount(Step("lesser_of", text, charge, case.terms.source))
    return working.at_amount(
        Step("lesser_of", f"{amount}, no more than the charge {charge}", amount, case.terms.source)
    )
