"""The lines' prices, up to a cap for the visit.

Source: the contract's cap: the smaller of it and the sum of the fees, per patient, day and practice. What is carved out
is paid on top of it.
"""

from contracts.money import NOTHING
from contracts.so_far import Case, Lines
from contracts.steps import Expectation, Step, Unpriced

NOTHING_OWED = {"capitated", "not_covered"}


def visit_cap(lines: Lines, case: Case) -> Expectation | Unpriced | None:
    """The smaller of cap and sum. A line without a price leaves the sum open, unless the others reach the cap alone."""
    cap = case.terms.visit_cap
    if cap is None:
        return None
    capped = tuple(line for line in lines if not line.is_apart)
    if not capped:
        return apart(lines, (), case)
    told = ""
    if case.terms.escalator is not None:
        cap, told = case.terms.escalator.raised(cap, None, case.on)
    priced = [(line.line.code, line.amount) for line in capped if line.unpriced is None and line.amount is not None]
    refused = [line.unpriced for line in capped if line.unpriced is not None]
    prepaid = [line.line.code for line in capped if line.unpriced and line.unpriced.reason in NOTHING_OWED]
    open_lines = [unpriced for unpriced in refused if unpriced.reason not in NOTHING_OWED]
    total = sum((amount for _, amount in priced), start=NOTHING)
    text = " + ".join(f"{code} {amount}" for code, amount in priced) + f" = {total}"
    text += f"; prepaid: {', '.join(prepaid)}" if prepaid else ""
    summed = Step("visit_cap", text, total, case.terms.source)
    if open_lines and total < cap:
        return Unpriced(open_lines[0].reason, open_lines[0].sentence, (summed,))
    if total > cap or open_lines:
        text = f"{total} reaches the cap of {told or cap} a visit: {cap} is owed"
        return apart(lines, (summed, Step("visit_cap", text, cap, case.terms.source)), case)
    text = f"{total}, no more than the cap of {told or cap} a visit"
    return apart(lines, (summed, Step("visit_cap", text, total, case.terms.source)), case)


def apart(lines: Lines, steps: tuple[Step, ...], case: Case) -> Expectation | Unpriced:
    """What `steps` came to, and on top of it the lines that are priced outside the visit."""
    outside = [line for line in lines if line.is_apart]
    refused = [line.unpriced for line in outside if line.unpriced is not None]
    unknown = [unpriced for unpriced in refused if unpriced.reason not in NOTHING_OWED]
    if unknown:
        return Unpriced(unknown[0].reason, unknown[0].sentence, steps)
    if outside or not steps:
        priced = [(line.line.code, line.amount) for line in outside if line.amount is not None and not line.unpriced]
        before = steps[-1].amount if steps else None
        total = sum((amount for _, amount in priced), start=NOTHING if before is None else before)
        visit = [] if before is None else [f"the visit {before}"]
        text = " + ".join([*visit, *(f"{code} {amount}" for code, amount in priced)]) + f" = {total}"
        steps = (*steps, Step("carve_outs", text, total, case.terms.source))
    total = steps[-1].amount or NOTHING
    return Expectation(total, steps)
