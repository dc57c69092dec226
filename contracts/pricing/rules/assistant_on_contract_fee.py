"""A service furnished by an assistant, cut on the contract's fee.

Source: the contract's or the payer's policy, such as "85% of the applicable fee schedule amount" for CQ and CO. It
applies to each unit price after the contract's percent and the multiple procedure reduction, and is rounded per unit.
"""

from contracts.pricing.working_line import Case, WorkingLine, line_by_line


@line_by_line
def assistant_on_contract_fee(working: WorkingLine, case: Case) -> WorkingLine:
    """The cut for a line with one of the modifiers; a second such modifier does not cut again."""
    cut = case.terms.assistant
    if cut is None or cut.of != "contract_fee":
        return working
    modifier = next((modifier for modifier in working.line.modifiers if modifier in cut.modifiers), None)
    if modifier is None:
        return working
    because = f"{modifier}, furnished by an assistant"
    return working.at_percent(cut.percent, "assistant_on_contract_fee", because, case.terms.source)
