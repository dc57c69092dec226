"""Never more than the charges of the claim together.

Source: the contract's lesser-of clause where it compares claims and not lines: of two prices of 60.00 charged at 50.00
and 90.00, by claim 120.00 is owed and by line 110.00. Which line of the claim is cut the clause does not say, so no
line has an amount of its own.
"""

from contracts.money import NOTHING
from contracts.pricing.rules.lesser_of import limit_by_charge
from contracts.pricing.working_line import Case, Lines
from contracts.steps import Expectation, Step, Unpriced

NOT_COMPARED = {"capitated", "not_covered", "no_units"}


def lesser_of_claim(lines: Lines, case: Case) -> Expectation | Unpriced | None:
    """The smaller of prices and charges of each claim, claims added up. A line without either leaves its claim open."""
    if case.terms.lesser_of != "claim":
        return None
    steps: list[Step] = []
    claims = sorted({line.line.claim or 0 for line in lines})
    for claim in claims:
        found = _of_claim(tuple(line for line in lines if (line.line.claim or 0) == claim), case)
        if isinstance(found, Unpriced):
            return Unpriced(found.reason, found.sentence, tuple(steps))
        steps.append(found)
    owed = [step.amount or NOTHING for step in steps]
    if len(owed) > 1:
        text = " + ".join(f"claim {claim} {amount}" for claim, amount in zip(claims, owed, strict=True))
        total = sum(owed, start=NOTHING)
        steps.append(Step("lesser_of_claim", f"{text} = {total}", total, case.terms.source))
    return Expectation(steps[-1].amount or NOTHING, tuple(steps))


def _of_claim(lines: Lines, case: Case) -> Step | Unpriced:
    compared = [line for line in lines if line.unpriced is None or line.unpriced.reason not in NOT_COMPARED]
    prices, charges = [], []
    for line in compared:
        if line.unpriced is not None or line.amount is None:
            return line.unpriced or Unpriced("no_rate", f"{line.line.code} has no price.")
        if line.line.charge is None:
            sentence = f"The lesser of the claim's charges and prices is owed, and {line.line.code} has no charge."
            return Unpriced("no_charge", sentence)
        prices.append(line.amount)
        charges.append(line.line.charge)
    price, charge = sum(prices, start=NOTHING), sum(charges, start=NOTHING)
    summed = " + ".join(f"{line.line.code} {line.amount}" for line in compared) or "nothing to price"
    limit, said = limit_by_charge(charge, case.terms)
    limited = f", {said}" if limit != charge else ""
    less = f"less than the prices: {limit} is owed" if limit < price else f"no less than the prices: {price} is owed"
    text = f"prices {summed} = {price}; charges {' + '.join(map(str, charges)) or NOTHING} = {charge}{limited}, {less}"
    return Step("lesser_of_claim", text, min(limit, price), case.terms.source)
