"""Payment by the visit: one amount for the day, spread over the lines arbitrarily."""

from collections.abc import Sequence
from decimal import Decimal

from tests.generate.arithmetic import cents, visit_price
from tests.generate.claims import ZERO, Claim, Line, Share, settle
from tests.generate.desk import Desk
from tests.generate.facts import terms_on

SPREADS = ("first", "even", "by_charge")


def shares(amount: Decimal, lines: Sequence[Line], spread: str) -> list[Decimal]:
    """Parts of the amount, one per line, which add up to it."""
    if spread == "first":
        return [amount, *[ZERO] * (len(lines) - 1)]
    if spread == "even":
        parts = [cents(amount / len(lines)) for _ in lines]
    else:
        charged = sum((line.charge for line in lines), ZERO)
        parts = [cents(amount * line.charge / charged) for line in lines]
    parts[-1] += amount - sum(parts, ZERO)
    return parts


def pay_visit(
    desk: Desk, claims: Sequence[Claim], spread: str, *, copay: Decimal = ZERO, short: Decimal = ZERO, story: str = ""
) -> None:
    """Pays the claims of one patient's day together, `short` dollars less than agreed."""
    lines = [line for claim in claims for line in claim.lines if not line.state]
    terms = terms_on(desk.agreements[claims[0].agreement], lines[0].day)
    amount = visit_price(terms, [line.item for line in lines], lines[0].day) - short
    left = Share(copay=copay)
    for line, part in zip(lines, shares(amount, lines, spread), strict=True):
        left = settle(line, part, left)
        line.state, line.story = "visit_priced", story or f"visit {spread}"
        line.visit = f"V-{claims[0].account}"
