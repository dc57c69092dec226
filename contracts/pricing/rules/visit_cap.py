"""The lines' prices, up to a cap for the visit.

Source: the contract's cap: the smaller of it and the sum of the fees, per patient, day and practice. A day with an
evaluation may have a cap of its own. What is carved out is owed in addition, line by line.
"""

from decimal import Decimal

from contracts.agreements.terms import VisitCap
from contracts.money import NOTHING
from contracts.pricing.working_line import Case, Lines
from contracts.steps import Expectation, Step, Unpriced

NOTHING_OWED = {"capitated", "not_covered"}


def visit_cap(lines: Lines, case: Case) -> Expectation | Unpriced | None:
    """The smaller of cap and sum. A line without a price leaves the sum open, unless the others reach the cap alone."""
    if case.terms.visit_cap is None:
        return None
    cap, evaluation = _cap_of(case.terms.visit_cap, lines)
    raise_text = ""
    if case.terms.escalator is not None:
        cap, raise_text = case.terms.escalator.raised(cap, None, case.on)
    whose = f"the cap of {raise_text or cap} a visit" + (f" with an evaluation ({evaluation})" if evaluation else "")
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
        text = f"{total} reaches {whose}: {cap} is owed"
        return Expectation(cap, (summed, Step("visit_cap", text, cap, case.terms.source)))
    text = f"{total}, no more than {whose}"
    return Expectation(total, (summed, Step("visit_cap", text, total, case.terms.source)))


def _cap_of(cap: VisitCap, lines: Lines) -> tuple[Decimal, str | None]:
    """The cap in dollars, and the evaluation that chose it."""
    codes = (line.line.code for line in lines)
    evaluation = next((code for code in codes if code in cap.evaluation_codes), None)
    return (cap.amount, None) if evaluation is None or cap.evaluation is None else (cap.evaluation, evaluation)
