"""What contracts pay by fees, charges and visits: the TOML and CSV of tests/contracts/cases, read slowly."""

import csv
import random
import tomllib
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

from tests.contracts.oracle.cms import REFUSED, rounded

CASES = Path(__file__).resolve().parents[1] / "cases"
AGREEMENTS = ("fees", "lesser", "half", "four_units", "carve_outs", "charges", "visits", "capped", "by_claim", "ranked")
CODES = ("97110", "97110", "97140", "97140", "97530", "97161", "20610", "98941", "97535", "97999", "97760", "72148")
MODIFIERS = ("GP", "59", "XS", "XU", "CQ", "50", "26", "22")
CHANGES_PRICE = {"22", "26", "50", "52", "53", "54", "55", "56", "62", "66", "78", "80", "81", "82", "AS", "TC"}
PREPAID = "prepaid"


@cache
def table(name: str) -> dict:
    return tomllib.loads((CASES / "agreements" / f"{name}.toml").read_text("utf-8"))


@cache
def fees(name: str) -> list[dict]:
    return list(csv.DictReader((CASES / "schedules" / name).open(encoding="utf-8")))


def terms_on(name: str, on: date) -> dict:
    [found] = [each for each in table(name)["terms"] if each["effective_from"] <= on <= each.get("effective_until", on)]
    return found


def visit(source: random.Random) -> dict:
    """A visit under one of the agreements; lines are those of one or two claims."""
    lines = [
        {
            "code": source.choice(CODES),
            "mods": list(dict.fromkeys(source.choice(MODIFIERS) for _ in range(source.choice((0, 0, 0, 1, 1, 2))))),
            "units": 0 if source.random() < 0.01 else source.choice((1, 1, 1, 2, 2, 3, 5)),
            "charge": Fraction(source.randrange(1000, 20000), 100),
            "by": "PT",
            "claim": source.choice((1, 1, 2)),
        }
        for _ in range(source.choice((1, 2, 3, 4, 6)))
    ]
    on = date(2024, 1, 1) + timedelta(days=source.randrange(1035))
    return {"agreement": source.choice(AGREEMENTS), "on": on, "place": "11", "locality": None, "lines": lines}


def found_fee(line: dict, schedule: str, on: date) -> tuple[Fraction, str] | str | None:
    rows = [
        row
        for row in fees(schedule)
        if row["code"] == line["code"]
        and (row.get("effective_from") or "0") <= on.isoformat() <= (row.get("effective_until") or "9")
    ]
    own = [row for row in rows if row.get("modifier") in line["mods"]]
    rows = own or [row for row in rows if not row.get("modifier")]
    if len({row["amount"] for row in rows}) > 1:
        return REFUSED
    return (Fraction(rows[0]["amount"]), rows[0].get("modifier", "")) if rows else None


def of_line(line: dict, terms: dict, on: date, payable: int) -> Fraction | str:
    """The line before anything that looks at other lines; `payable` of its units are inside the limit."""
    if line["units"] <= 0:
        return REFUSED
    if terms["method"] == "percent_of_charge":
        return rounded(line["charge"] * Fraction(terms["percent"]) / 100)
    fee = found_fee(line, terms["schedule"], on)
    if fee == REFUSED:
        return REFUSED
    if fee is None:
        if terms.get("capitated_unlisted"):
            return PREPAID
        if "unlisted_percent_of_charge" not in terms or payable < line["units"]:
            return REFUSED
        amount = rounded(line["charge"] * Fraction(terms["unlisted_percent_of_charge"]) / 100)
        return after_cuts(amount, 1, line, terms)
    unit, modifier = fee
    if any(each in CHANGES_PRICE and each != modifier for each in line["mods"]):
        return REFUSED
    return after_cuts(unit, payable, line, terms)


def after_cuts(unit: Fraction, units: int, line: dict, terms: dict) -> Fraction:
    cut = terms.get("assistant")
    if cut and set(line["mods"]) & set(cut["modifiers"]):
        unit = rounded(unit * Fraction(cut["percent"]) / 100)
    return min(unit * units, line["charge"]) if terms.get("lesser_of") == "line" else unit * units


def amounts(asked: dict) -> tuple[list, Fraction | str | None]:
    """Each line's amount or refusal, and the visit's where the agreement pays by the visit."""
    lines, on = asked["lines"], asked["on"]
    terms = terms_on(asked["agreement"], on)
    if terms["method"] == "visit_rate":
        rate = terms["visit_rate"]
        is_evaluation = any(line["code"] in rate.get("evaluation_codes", ()) for line in lines)
        return [REFUSED] * len(lines), Fraction(rate["evaluation" if is_evaluation else "follow_up"])
    limit = terms.get("max_timed_units_per_visit", {"units": 0, "codes": ()})
    left, found = limit["units"], []
    for line in lines:
        payable = line["units"]
        if line["code"] in limit["codes"]:
            payable = max(min(payable, left), 0)
            left -= payable
        found.append(of_line(line, terms, on, payable))
    if "multiple_procedures" in terms:
        found = ranked(lines, found, [Fraction(each) / 100 for each in terms["multiple_procedures"]["percents"]])
    if terms.get("lesser_of") == "claim":
        return [REFUSED] * len(lines), by_claim(lines, found)
    if "visit_cap" not in terms:
        return [REFUSED if each == PREPAID else each for each in found], None
    cap = Fraction(terms["visit_cap"])
    total = sum((each for each in found if isinstance(each, Fraction)), Fraction(0))
    return [REFUSED] * len(lines), REFUSED if REFUSED in found and total < cap else min(total, cap)


def ranked(lines: list, found: list, shares: list) -> list:
    """Physical medicine by the price of the line; of its units each is rounded."""
    inside = [at for at, line in enumerate(lines) if "97010" <= line["code"] <= "97799"]
    if any(found[at] == REFUSED and lines[at]["units"] > 0 for at in inside):
        return [REFUSED if at in inside else each for at, each in enumerate(found)]
    priced = sorted((at for at in inside if found[at] != REFUSED), key=lambda at: (-found[at], at))
    done = list(found)
    for rank, at in enumerate(priced):
        unit = found[at] / lines[at]["units"]
        done[at] = rounded(unit * shares[min(rank, len(shares) - 1)]) * lines[at]["units"]
    return done


def by_claim(lines: list, found: list) -> Fraction | str:
    owed = Fraction(0)
    for claim in {line["claim"] for line in lines}:
        members = [at for at, line in enumerate(lines) if line["claim"] == claim and line["units"] > 0]
        if any(found[at] == REFUSED for at in members):
            return REFUSED
        owed += min(sum(lines[at]["charge"] for at in members), sum(found[at] for at in members))
    return owed
