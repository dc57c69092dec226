"""The practices and agreements of the case tables, and how these write a line.

'2 x 97110-GP-CQ for 90.00 by PT under HM in claim 1 of provider 2': units, code and modifiers, charge, credential,
product, claim, rendering provider.
"""

import re
import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from contracts.agreements.agreement import Book, load_book
from contracts.agreements.practice import Setup, read_setup
from contracts.medicare.rates import MedicareRates
from contracts.pricing.price import Priced, price
from contracts.situation import Line, Situation
from contracts.steps import Expectation, Unpriced

CASES = Path(__file__).parent / "cases"
LINE = re.compile(
    r"(-?[\d.]+) x (\w{5})((?:-\w\w)*)(?: for ([\d.]+))?(?: by (\w+))?"
    r"(?: under (\w+))?(?: in claim (\d))?(?: of provider (\d))?"
)


@cache
def rates() -> MedicareRates:
    return MedicareRates.load()


@cache
def setup() -> Setup:
    mapping = tomllib.loads((CASES / "shortpay.toml").read_text("utf-8"))
    return read_setup(mapping, "shortpay.toml").with_localities(rates())


@cache
def book() -> Book:
    return load_book(CASES / "agreements", CASES / "schedules", setup(), rates())


def line(text: str) -> Line:
    found = LINE.fullmatch(text)
    assert found, f"not a line: {text}"
    units, code, modifiers, charge, credential, product, claim, provider = found.groups()
    return Line(
        code,
        tuple(modifiers.split("-")[1:]),
        Decimal(units),
        charge=Decimal(charge) if charge else None,
        credential=credential,
        product=product,
        claim=int(claim) if claim else None,
        provider=int(provider) if provider else None,
    )


def situation(
    agreement: str,
    on: date,
    lines: list[str],
    *,
    place: str | None = None,
    locality: str | None = None,
    site_problem: str | None = None,
    site: str | None = None,
    visit_number: int | None = None,
) -> Situation:
    period = book()[agreement].period_on(on)
    start = on if period is None else period.start
    priced_together = tuple(map(line, lines))
    return Situation(agreement, start, place, locality, site_problem, priced_together, site, visit_number)


def priced(agreement: str, on: date, lines: list[str], **where: Any) -> Priced:
    return price(situation(agreement, on, lines, **where), book())


def shown(outcome: Expectation | Unpriced | None) -> str | None:
    """An outcome as the case tables write it: the amount, or the code of the refusal."""
    if outcome is None:
        return None
    return str(outcome.amount) if isinstance(outcome, Expectation) else outcome.reason
