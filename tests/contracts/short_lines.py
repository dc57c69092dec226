"""The agreements of cases/causes, which are easy to price wrong, and shortages as the case tables write them."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from contracts.agreements.agreement import Book, load_book
from contracts.causes.change import World, amount_of
from contracts.causes.search import Fit, Search
from contracts.causes.shortage import NamedCut, Shortage
from contracts.pricing.price import price
from contracts.situation import Situation
from tests.contracts.world import CASES, line, rates, setup

CAUSES = CASES / "causes"
RALEIGH, LOS_ANGELES, ANCHORAGE, MIAMI = "11502/00", "01182/18", "02102/01", "09102/04"
SITES = {RALEIGH: "Raleigh clinic", LOS_ANGELES: "Los Angeles clinic", ANCHORAGE: "Anchorage clinic"}


@cache
def book() -> Book:
    return load_book(CAUSES / "agreements", CAUSES / "schedules", setup(), rates())


@cache
def search() -> Search:
    return Search(World.of(book(), SITES))


def asked(case: Mapping[str, Any]) -> Situation:
    agreement = book()[case["agreement"]]
    period = agreement.period_on(case["on"])
    assert period is not None
    return Situation(
        agreement.id,
        period.start,
        case.get("place"),
        case.get("locality") if period.needs_locality else None,
        None,
        tuple(map(line, case["lines"])),
    )


def expected(situation: Situation, at: int) -> Decimal:
    amount = amount_of(price(situation, book()), at)
    assert amount is not None
    return amount


def shortage(case: Mapping[str, Any], situation: Situation) -> Shortage:
    at = case.get("line", 1)
    owed = expected(situation, at)
    actual = Decimal(case["allowed"])
    deducted = Decimal(case.get("deducted", "0.00"))
    return Shortage(
        line=at,
        expected=owed,
        actual=actual,
        charge=line(case["lines"][at - 1]).charge if at else None,
        place_of_service=case.get("place"),
        locality=case.get("locality"),
        units_paid=Decimal(case["units_paid"]) if "units_paid" in case else None,
        deducted=deducted,
        deducted_reason=case.get("deducted_reason"),
        named=tuple(NamedCut(reason, Decimal(amount)) for reason, amount in case.get("named", {}).items()),
        is_price_right=bool(deducted) and deducted == owed - actual,
        is_repriced=case.get("is_repriced", False),
        in_company=case.get("in_company", False),
        patient_share=Decimal(case.get("patient_share", "0.00")),
        is_sequestered=case.get("is_sequestered", False),
    )


def fits(case: Mapping[str, Any]) -> tuple[Fit, ...]:
    situation = asked(case)
    return search().fits(situation, shortage(case, situation))
