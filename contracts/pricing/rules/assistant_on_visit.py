"""A visit furnished by an assistant, cut on the visit's rate.

Source: the contract's or payer's policy under a visit rate (assistant with on_visit): "any_line" cuts the rate when one
line has the modifier, "every_line" when all have. The clause says which; it has no default.
"""

from contracts.money import percent_of, plain
from contracts.pricing.working_line import Case, Lines
from contracts.steps import Expectation, Step, Unpriced


def assistant_on_visit(owed: Expectation, lines: Lines, case: Case) -> Expectation | Unpriced:
    """The percent of the rate where so many lines have one of the modifiers."""
    cut = case.terms.assistant
    if cut is None or cut.on_visit is None:
        return owed
    assisted = [line.line.code for line in lines if set(cut.modifiers) & set(line.line.modifiers)]
    if not assisted or (cut.on_visit == "every_line" and len(assisted) < len(lines)):
        return owed
    amount = percent_of(cut.percent, owed.amount)
    how = "all lines" if len(assisted) == len(lines) else ", ".join(assisted)
    text = f"furnished by an assistant ({how}): {plain(cut.percent)}% of {owed.amount} = {amount}"
    return Expectation(amount, (*owed.steps, Step("assistant_on_visit", text, amount, case.terms.source)))
