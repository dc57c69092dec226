"""The generator's plain arithmetic and the product's pricing agree on every priced line and visit of the fixtures."""

import tomllib
from collections import defaultdict
from decimal import Decimal

from contracts.agreements.agreement import load_book
from contracts.agreements.practice import read_setup
from contracts.medicare.rates import MedicareRates
from contracts.pricing.price import price
from contracts.situation import Line, Situation
from contracts.steps import Expectation
from tests.generate.arithmetic import visit_price
from tests.generate.claims import Line as Billed
from tests.generate.desk import Desk
from tests.generate.facts import WORKSPACE, terms_on
from tests.generate.plan import remits
from tests.generate.truth import PRICED


def test_both_agree_to_the_cent() -> None:
    setup = read_setup(tomllib.loads((WORKSPACE / "shortpay.toml").read_text(encoding="utf-8")), "shortpay.toml")
    book = load_book(WORKSPACE / "agreements", WORKSPACE / "schedules", setup, MedicareRates.load())
    desk = Desk()
    days = defaultdict(list)
    for remit in remits(desk):
        for claim in (claim for payment in remit.payments for claim in payment.claims if remit.verdict == "loaded"):
            for line in claim.lines:
                if line.state in PRICED | {"visit_priced"}:
                    days[claim.agreement, claim.patient.member, line.day, claim.provider.site, claim.place].append(line)
    wrong, right = [], 0
    for (agreement, _, day, site, place), lines in days.items():
        period = book[agreement].period_on(day)
        assert period is not None
        items = tuple(Line(line.code, line.modifiers, payable(line), line.charge) for line in lines)
        priced = price(Situation(agreement, period.start, place, site.locality, None, items), book)
        if priced.visit is not None:
            expected = [visit_price(terms_on(desk.agreements[agreement], day), [line.item for line in lines], day)]
            outcomes = [priced.visit]
        else:
            expected, outcomes = [line.price_alone or line.expected for line in lines], list(priced.lines)
        for amount, outcome in zip(expected, outcomes, strict=True):
            agrees = isinstance(outcome, Expectation) and outcome.amount == amount
            right += agrees
            if not agrees:
                wrong.append((agreement, day, lines[0].code, amount, outcome))
    assert wrong == []
    assert right > 550


def payable(line: Billed) -> Decimal:
    """Billed units less those denied with a reason of their own."""
    denied = (row.quantity for row in line.adjustments if row.quantity)
    return line.units - sum(denied, Decimal(0))
