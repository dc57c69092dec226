"""One amount for a visit, whichever services it had.

Source: the contract's visit rate: per patient, day and practice, for all lines of all claims together, however the
payer spreads it over them. Tiers pay later visits another amount: of a year, or of an episode, where a case rate is the
first visit's rate and nothing for those after it. What is carved out is owed in addition, line by line.
"""

from decimal import Decimal

from contracts.agreements.terms import VisitRate
from contracts.pricing.working_line import Case, Lines
from contracts.steps import Expectation, Step, Unpriced


def visit_rate(lines: Lines, case: Case) -> Expectation | Unpriced | None:
    """The rate of the visit, by its kind and its number."""
    rate, source = case.terms.visit_rate, case.terms.source
    if rate is None:
        return None
    chosen = _chosen(lines, rate, case)
    if isinstance(chosen, Unpriced):
        return chosen
    amount, text = chosen
    raised, raise_text = case.terms.escalator.raised(amount, None, case.on) if case.terms.escalator else (amount, "")
    return Expectation(raised, (Step("visit_rate", f"{text}: {raise_text or raised}", raised, source),))


def _chosen(lines: Lines, rate: VisitRate, case: Case) -> tuple[Decimal, str] | Unpriced:
    codes = (line.line.code for line in lines)
    evaluation = next((code for code in codes if code in rate.evaluation_codes), None)
    if evaluation is not None and rate.evaluation is not None:
        return rate.evaluation, f"one visit with an evaluation ({evaluation})"
    if not rate.tiers:
        return rate.follow_up, "one visit"
    number = case.situation.visit_number
    if number is None:
        return Unpriced("no_visit_number", "The rate depends on the number of the visit, which is not known.")
    reached = [amount for first, amount in rate.tiers if first <= number]
    return (reached[-1] if reached else rate.follow_up), f"visit {number} {rate.count_visits}"
