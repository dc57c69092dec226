"""Never more for a visit than its lines were charged together.

Source: the contract's lesser-of clause beside a visit rate: "the lesser of billed charges and 90.00 a visit". The
charges are those of all lines that the rate pays for, of all claims of the day.
"""

from contracts.money import NOTHING
from contracts.pricing.rules.lesser_of import limit_by_charge
from contracts.pricing.working_line import Case, Lines
from contracts.steps import Expectation, Step, Unpriced


def lesser_of_visit(owed: Expectation, lines: Lines, case: Case) -> Expectation | Unpriced:
    """The smaller of rate and charges. A line without a charge leaves the comparison open."""
    if case.terms.lesser_of != "visit":
        return owed
    charges = [(line.line.code, line.line.charge) for line in lines]
    unknown = next((code for code, charge in charges if charge is None), None)
    if unknown is not None:
        sentence = f"The lesser of the visit's charges and its rate is owed, and {unknown} has no charge."
        return Unpriced("no_charge", sentence, owed.steps)
    charge = sum((charge for _, charge in charges if charge is not None), start=NOTHING)
    limit, said = limit_by_charge(charge, case.terms)
    summed = " + ".join(f"{code} {charge}" for code, charge in charges)
    less = f"less than {owed.amount}: {limit} is owed" if limit < owed.amount else f"no less than {owed.amount}"
    step = Step("lesser_of_visit", f"{summed}; {said}, {less}", min(limit, owed.amount), case.terms.source)
    return Expectation(min(limit, owed.amount), (*owed.steps, step))
