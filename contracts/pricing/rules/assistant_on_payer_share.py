"""A service furnished by an assistant, cut on the payer's share only, as Medicare does it.

Source: SSA 1834(v) and contracts/medicare/law/therapy_assistant.toml: 85 percent of what Part B would otherwise pay,
while the coinsurance stays that of the full amount. So of A, the patient owes C = 20% and the payer 85% of A - C.
"""

from contracts.money import percent_of, plain
from contracts.pricing.working_line import Case, WorkingLine, line_by_line
from contracts.steps import Step


@line_by_line
def assistant_on_payer_share(working: WorkingLine, case: Case) -> WorkingLine:
    """Coinsurance and cut share are each rounded; their sum is owed. The deductible is unknown here and not assumed."""
    cut, amount = case.terms.assistant, working.amount
    if cut is None or cut.of != "payer_share" or cut.coinsurance_percent is None or amount is None:
        return working
    modifier = next((modifier for modifier in working.line.modifiers if modifier in cut.modifiers), None)
    if modifier is None:
        return working
    coinsurance = percent_of(cut.coinsurance_percent, amount)
    share = percent_of(cut.percent, amount - coinsurance)
    text = (
        f"{modifier}, furnished by an assistant: coinsurance {plain(cut.coinsurance_percent)}% of {amount} ="
        f" {coinsurance}, payer's share {plain(cut.percent)}% of {amount - coinsurance} = {share},"
        f" together {coinsurance + share}"
    )
    return working.at_amount(Step("assistant_on_payer_share", text, coinsurance + share, case.terms.source))
