"""One amount a visit, whatever was done.

Source: the contract's visit rate: per patient, day and practice, for all lines of all claims together, however the
payer spreads it over them.
"""

from contracts.so_far import Case, Lines
from contracts.steps import Expectation, Step, Unpriced


def visit_rate(lines: Lines, case: Case) -> Expectation | Unpriced | None:
    """The follow-up rate, or the evaluation rate when a line has one of the evaluation codes."""
    rate = case.terms.visit_rate
    if rate is None:
        return None
    evaluation = next((line.line.code for line in lines if line.line.code in rate.evaluation_codes), None)
    if evaluation is not None and rate.evaluation is not None:
        amount, text = rate.evaluation, f"one visit with an evaluation ({evaluation}): {rate.evaluation}"
    else:
        amount, text = rate.follow_up, f"one visit: {rate.follow_up}"
    return Expectation(amount, (Step("visit_rate", text, amount, case.terms.source),))
