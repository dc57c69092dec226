"""Units times unit price.

Source: CMS publishes fees in cents per unit and pays the rounded unit times the units; contracts say "per unit".
"""

from decimal import Decimal

from contracts.money import NOTHING, cents, plain
from contracts.pricing.working_line import Case, UnitPrice, WorkingLine, line_by_line
from contracts.steps import Step


@line_by_line
def multiply_units(working: WorkingLine, case: Case) -> WorkingLine:
    """The line's price: the sum over its unit prices."""
    if working.units is None:
        return working
    amount = sum((_product(part) for part in working.units), start=NOTHING)
    parts = " + ".join(f"{plain(part.units)} x {part.price}" for part in working.units) or "no payable unit"
    return working.at_amount(Step("multiply_units", f"{parts} = {amount}", amount, case.terms.source))


def _product(part: UnitPrice) -> Decimal:
    return cents(part.units * part.price)
