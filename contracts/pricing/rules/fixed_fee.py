"""One amount a unit for all codes of a clause.

Source: the contract's clause (method = "fixed_fee"), with its raises where it has any.
"""

from contracts.pricing.working_line import Case, WorkingLine, line_by_line
from contracts.steps import Step


@line_by_line
def fixed_fee(working: WorkingLine, case: Case) -> WorkingLine:
    """The amount of the clause as the price of a unit."""
    terms = case.terms
    if terms.method != "fixed_fee" or terms.amount is None:
        return working
    raised, raise_text = terms.escalator.raised(terms.amount, None, case.on) if terms.escalator else (terms.amount, "")
    step = Step("fixed_fee", f"{working.line.code}: {raise_text or raised} a unit", raised, terms.source)
    return working.at_unit_price(raised, step)
