"""Never more than the charges of the claim together.

Source: the contract's lesser-of clause where it compares claims and not lines: of two prices of 60.00 charged at 50.00
and 90.00, by claim 120.00 is owed and by line 110.00.
"""

from decimal import Decimal

from contracts.money import NOTHING
from contracts.so_far import Case, Lines, LineSoFar
from contracts.steps import Step

NOT_COMPARED = {"capitated", "not_covered", "no_units"}


def lesser_of_claim(lines: Lines, case: Case) -> Lines:
    """Every line its price, or every line its charge, whichever is less in sum over the claim."""
    if case.terms.lesser_of != "claim":
        return lines
    done = list(lines)
    for claim in {line.line.claim for line in lines}:
        for at, line in _compared(lines, claim, case):
            done[at] = line
    return tuple(done)


def _compared(lines: Lines, claim: int | None, case: Case) -> list[tuple[int, LineSoFar]]:
    of_claim = [(at, line) for at, line in enumerate(lines) if line.line.claim == claim]
    members = [(at, line) for at, line in of_claim if line.unpriced is None and line.amount is not None]
    unknown = [line for _, line in of_claim if line.unpriced and line.unpriced.reason not in NOT_COMPARED]
    if unknown:
        sentence = (
            f"{unknown[0].line.code} of the same claim has no price, and prices and charges are compared by claim."
        )
        return [(at, line.refused("visit_incomplete", sentence)) for at, line in members]
    charges = [line.line.charge for _, line in members]
    if None in charges:
        sentence = "The lesser of the claim's charges and prices is owed, and one of its lines has no charge."
        return [(at, line.refused("no_charge", sentence)) for at, line in members]
    charged = sum((charge for charge in charges if charge is not None), start=NOTHING)
    prices = sum((line.amount for _, line in members if line.amount is not None), start=NOTHING)
    return [(at, _settled(line, charged, prices, case)) for at, line in members]


def _settled(so_far: LineSoFar, charged: Decimal, prices: Decimal, case: Case) -> LineSoFar:
    amount, charge, source = so_far.amount, so_far.line.charge, case.under(so_far.terms).terms.source
    assert amount is not None
    assert charge is not None
    if charged < prices:
        text = f"the claim's charges {charged} are less than its prices {prices}: the charge {charge} is owed"
        return so_far.at_amount(Step("lesser_of_claim", text, charge, source))
    text = f"{amount}: the claim's prices {prices} are no more than its charges {charged}"
    return so_far.at_amount(Step("lesser_of_claim", text, amount, source))
