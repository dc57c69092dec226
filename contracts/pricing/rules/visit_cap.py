"""The lines' prices, up to a cap for the visit.

Source: the contract's cap: the smaller of it and the sum of the fees, per patient, day and practice. What is carved out
is owed in addition, line by line.
"""

from contracts.money import NOTHING
from contracts.pricing.working_line import Case, Lines
from contracts.steps import Expectation, Step, Unpriced

NOTHING_OWED = {"capitated", "not_covered"}


def visit_cap(lines: Lines, case: Case) -> Expectation | Unpriced | None:
    """The smaller of cap and sum. A line without a price leaves the sum open, unless the others reach the cap alone."""
    cap = case.terms.visit_cap
    if cap is None:
        return None
    raise_text = ""
    if case.terms.escalator is not None:
        cap, raise_text = case.terms.escalator.raised(cap, None, case.on)
    priced = [(line.line.code, line.amount) for line in lines if line.unpriced is None and line.amount is not None]
    refused = [line.unpriced for line in lines if line.unpriced is not None]
    prepaid = [line.line.code for line in lines if line.unpriced and line.unpriced.reason in NOTHING_OWED]
    open_lines = [unpriced for unpriced in refused if unpriced.reason not in NOTHING_OWED]
    total = sum((amount for _, amount in priced), start=NOTHING)
    text = " + ".join(f"{code} {amount}" for code, amount in priced) + f" = {total}"
    text += f"; prepaid: {', '.join(prepaid)}" if prepaid else ""
    summed = Step("visit_cap", text, total, case.terms.source)
    if open_lines and total < cap:
        return Unpriced(open_lines[0].reason, open_lines[0].sentence, (summed,))
    if total > cap or open_lines:
        text = f"{total} reaches the cap of {raise_text or cap} a visit: {cap} is owed"
        return Expectation(cap, (summed, Step("visit_cap", text, cap, case.terms.source)))
    text = f"{total}, no more than the cap of {raise_text or cap} a visit"
    return Expectation(total, (summed, Step("visit_cap", text, total, case.terms.source)))
