"""A service furnished by an assistant, cut on the contract's fee.

Source: the contract's or the payer's policy, such as "85% of the applicable fee schedule amount" for CQ and CO. It
applies to each unit price after the contract's percent and the multiple procedure reduction, and is rounded per unit.
"""

from contracts.money import percent_of, plain
from contracts.rules.so_far import Case, LineSoFar, UnitPrice, line_by_line
from contracts.steps import Step


@line_by_line
def assistant_on_contract_fee(so_far: LineSoFar, case: Case) -> LineSoFar:
    """The percent of every unit price, or of the line where the price is one for the line."""
    cut = case.terms.assistant
    if cut is None or cut.of != "contract_fee":
        return so_far
    modifier = next((modifier for modifier in so_far.line.modifiers if modifier in cut.modifiers), None)
    if modifier is None:
        return so_far
    ahead, source = f"{modifier}, furnished by an assistant: {plain(cut.percent)}% of", case.terms.source
    if so_far.units is None:
        if so_far.amount is None:
            return so_far
        amount = percent_of(cut.percent, so_far.amount)
        text = f"{ahead} {so_far.amount} = {amount}"
        return so_far.at_amount(Step("assistant_on_contract_fee", text, amount, source))
    units = tuple(UnitPrice(part.units, percent_of(cut.percent, part.price)) for part in so_far.units)
    pairs = " and of ".join(
        f"{before.price} = {after.price}" for before, after in zip(so_far.units, units, strict=True)
    )
    step = Step("assistant_on_contract_fee", f"{ahead} {pairs} a unit", units[-1].price, source)
    return so_far.with_units(units, step)
