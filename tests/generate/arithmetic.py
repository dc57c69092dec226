"""What a day of treatment is worth under one agreement: arithmetic for these fixtures only."""

import csv
import datetime as dt
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

from tests.generate.facts import fees

HERE = Path(__file__).parent
CENT = Decimal("0.01")


class Item(NamedTuple):
    """One service: code, modifiers, units and the charge of the whole line."""

    code: str
    modifiers: tuple[str, ...]
    units: Decimal
    charge: Decimal


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def table(name: str, *keys: str) -> dict[tuple[str, ...], dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return {tuple(row[key] for key in keys): row for row in csv.DictReader(file)}


RVUS = table(
    "rvus.csv", "year", "code"
)  # the relative value files of CMS, October 2025 and July 2026, the codes used here
GPCIS = table("gpcis.csv", "year", "locality")  # with the 1.0 work floor


def medicare_unit(code: str, year: int, locality: str, *, facility: bool, half_practice_expense: bool) -> Decimal:
    """Work, practice expense and malpractice by their GPCIs; the sum by the conversion factor; rounded once."""
    rvu, gpci = RVUS[str(year), code], GPCIS[str(year), locality]
    practice_expense = Decimal(rvu["pe_facility" if facility else "pe_nonfacility"])
    if half_practice_expense:
        practice_expense /= 2
    work, malpractice = Decimal(rvu["work"]) * Decimal(gpci["work"]), Decimal(rvu["mp"]) * Decimal(gpci["mp"])
    return cents((work + practice_expense * Decimal(gpci["pe"]) + malpractice) * Decimal(rvu["conversion_factor"]))


def is_therapy(code: str, year: int) -> bool:
    """Whether the units of the code compete for the one that is paid in full."""
    return RVUS[str(year), code]["mult_proc"] == "5"


def full_unit(items: Sequence[Item], year: int) -> int | None:
    """Which line holds the one unit that keeps its whole practice expense: the highest one, the first of equals."""
    ranked = [
        (-Decimal(RVUS[str(year), item.code]["pe_nonfacility"]), n)
        for n, item in enumerate(items)
        if is_therapy(item.code, year)
    ]
    return min(ranked)[1] if ranked else None


def medicare_lines(terms: dict[str, Any], items: Sequence[Item], year: int, locality: str) -> list[Decimal]:
    """Line prices; under multiple procedures every unit but one has half its practice expense."""
    facility = bool(terms.get("facility"))
    share = Decimal(terms["percent"]) / 100
    reduces = terms["mppr"] == "medicare"
    full = full_unit(items, year) if reduces else None
    prices = []
    for n, item in enumerate(items):
        whole, half = (
            cents(share * medicare_unit(item.code, year, locality, facility=facility, half_practice_expense=halved))
            for halved in (False, True)
        )
        if terms.get("assistant", {}).get("of") == "contract_fee" and set(item.modifiers) & {"CQ", "CO"}:
            whole, half = (cents(price * Decimal(terms["assistant"]["percent"]) / 100) for price in (whole, half))
        if not reduces or not is_therapy(item.code, year):
            prices.append(whole * item.units)
        elif n == full:
            prices.append(whole + half * (item.units - 1))
        else:
            prices.append(half * item.units)
    return prices


def schedule_line(terms: dict[str, Any], item: Item, listed: dict[str, Decimal]) -> Decimal | None:
    """Fee times units; a share of the charge where the contract says so for codes without a fee; otherwise no rate."""
    if item.code not in listed:
        unlisted = terms.get("unlisted_percent_of_charge")
        return None if unlisted is None else cents(item.charge * Decimal(unlisted) / 100)
    fee = listed[item.code]
    assistant = terms.get("assistant")
    if assistant and set(item.modifiers) & set(assistant["modifiers"]):
        fee = cents(fee * Decimal(assistant["percent"]) / 100)
    return fee * item.units


def within_limit(terms: dict[str, Any], items: Sequence[Item]) -> list[Item]:
    """The items with their payable units: timed ones are counted in line order, those beyond the limit are gone."""
    limit = terms.get("max_timed_units_per_visit")
    left = Decimal(limit["units"]) if limit else Decimal(0)
    payable = []
    for item in items:
        units = min(item.units, left) if limit and item.code in limit["codes"] else item.units
        left -= units if limit and item.code in limit["codes"] else 0
        payable.append(item._replace(units=units))
    return payable


def line_prices(terms: dict[str, Any], items: Sequence[Item], day: dt.date, locality: str) -> list[Decimal | None]:
    """The contract price of every line of one patient's day, all claims together; None: no rate."""
    prices: list[Decimal | None]
    if terms["method"] == "medicare":
        year = day.year if terms["year"] == "year_of_service" else terms["year"]
        prices = list(medicare_lines(terms, items, year, terms.get("priced_at", locality)))
    elif terms["method"] == "percent_of_charge":
        prices = [cents(item.charge * Decimal(terms["percent"]) / 100) for item in items]
    else:
        listed = fees(terms["schedule"], terms.get("schedule_day", day))
        prices = [schedule_line(terms, item, listed) for item in within_limit(terms, items)]
    if terms.get("lesser_of") == "line":
        prices = [
            price if price is None else min(price, item.charge) for price, item in zip(prices, items, strict=True)
        ]
    return prices


def visit_price(terms: dict[str, Any], items: Sequence[Item], day: dt.date) -> Decimal:
    """The amount of a visit: a rate, higher with an evaluation; or the fees of its lines up to a cap."""
    if terms["method"] == "visit_cap":
        listed = fees(terms["schedule"], day)
        return min(Decimal(terms["visit_cap"]), sum((listed[item.code] * item.units for item in items), Decimal(0)))
    rates = terms["visit_rate"]
    has_evaluation = {item.code for item in items} & set(rates["evaluation_codes"])
    return Decimal(rates["evaluation" if has_evaluation else "follow_up"])
