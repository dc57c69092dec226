"""A percent of what was billed.

Source: the contract's clause, usual in workers' compensation and rental networks.
"""

from contracts.money import percent_of, plain
from contracts.pricing.working_line import Case, WorkingLine, line_by_line
from contracts.steps import Step


@line_by_line
def percent_of_charge(working: WorkingLine, case: Case) -> WorkingLine:
    """The percent of the line's charge, rounded once; the charge is for all units of the line."""
    if case.terms.method != "percent_of_charge":
        return working
    percent, charge = case.terms.percent, working.line.charge
    assert percent is not None
    if charge is None:
        sentence = f"The contract pays {plain(percent)}% of the charge, and the line has none."
        return working.refused("no_charge", sentence)
    amount = percent_of(percent, charge)
    text = f"{plain(percent)}% of the charge {charge} = {amount}"
    return working.at_amount(Step("percent_of_charge", text, amount, case.terms.source))
