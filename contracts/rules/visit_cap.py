"""The lines' prices, up to a cap for the visit.

Source: the contract's cap: the smaller of it and the sum of the fees, per patient, day and practice.
"""

from contracts.money import NOTHING
from contracts.so_far import Case, Lines
from contracts.steps import Expectation, Step, Unpriced


def visit_cap(lines: Lines, case: Case) -> Expectation | Unpriced | None:
    """The smaller of cap and sum. A line without a price leaves the sum open, unless the others reach the cap alone."""
    cap = case.terms.visit_cap
    if cap is None:
        return None
    priced = [(line.line.code, line.amount) for line in lines if line.unpriced is None and line.amount is not None]
    prepaid = [line.line.code for line in lines if line.unpriced is not None and line.unpriced.reason == "capitated"]
    open_lines = [line.unpriced for line in lines if line.unpriced is not None and line.unpriced.reason != "capitated"]
    total = sum((amount for _, amount in priced), start=NOTHING)
    text = " + ".join(f"{code} {amount}" for code, amount in priced) + f" = {total}"
    text += f"; prepaid: {', '.join(prepaid)}" if prepaid else ""
    summed = Step("visit_cap", text, total, case.terms.source)
    if open_lines and total < cap:
        return Unpriced(open_lines[0].reason, open_lines[0].sentence, (summed,))
    if total > cap or open_lines:
        text = f"{total} reaches the cap of {cap} a visit: {cap} is owed"
        return Expectation(cap, (summed, Step("visit_cap", text, cap, case.terms.source)))
    text = f"{total}, no more than the cap of {cap} a visit"
    return Expectation(total, (summed, Step("visit_cap", text, total, case.terms.source)))
