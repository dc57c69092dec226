"""The contract's percent of the Medicare fee.

Source: the contract's clause. The percent applies to the fee as CMS publishes it, that is to the rounded unit.
"""

from contracts.money import percent_of, plain
from contracts.pricing.working_line import Case, WorkingLine, line_by_line
from contracts.steps import Step


@line_by_line
def percent_of_medicare(working: WorkingLine, case: Case) -> WorkingLine:
    """The percent of each unit: 105% of 27.17 = 28.53. 100% is a step as well: the contract promises it."""
    percent = case.terms.percent
    if working.fee is None or percent is None:
        return working
    amount = percent_of(percent, working.fee.amount)
    text = f"{plain(percent)}% of {working.fee.amount} = {amount} a unit"
    return working.at_unit_price(amount, Step("percent_of_medicare", text, amount, case.terms.source))
