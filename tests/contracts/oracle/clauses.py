"""Which clause of an agreement prices a line, and its row in a fee schedule: TOML and CSV, read slowly."""

import csv
import re
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

from tests.contracts.oracle.cms import FACILITIES, rounded

FOLDER = Path(__file__).parent / "agreed"
FAMILIES = {
    "orthotics_and_prosthetics": [("L0000", "L9999")],
    "surgery": [("10004", "69990")],
    "radiology": [("70010", "79999")],
    "physical_medicine": [("97010", "97799")],
    "chiropractic_manipulation": [("98940", "98943")],
    "evaluation_and_management": [("99202", "99499")],
}
OF_THE_METHOD = {
    *("method", "percent", "amount", "schedule", "year", "release", "locality", "conversion_factor", "work_floor"),
    *("opps_cap", "escalator", "carve_out", "percent_for", "conversion_factor_for", "unlisted"),
    *("unlisted_percent_of_charge", "capitated_unlisted", "new_year_rates_from"),
}
CONDITIONS = ("modifiers", "sites", "products", "credentials", "setting")
CODES = ("codes", "ranges", "families")


def holds_code(clause: dict, code: str) -> int:
    """3 by code, 2 by range, 1 by family, 0 not at all."""
    ranges = [tuple(each.split("-")) for each in clause.get("ranges", ())]
    families = [each for name in clause.get("families", ()) for each in FAMILIES[name]]
    if code in clause.get("codes", ()):
        return 3
    for worth, listed in ((2, ranges), (1, families)):
        for first, last in listed:
            if first <= code <= last and re.sub(r"\d", "0", code) == re.sub(r"\d", "0", first):
                return worth
    return 0


def specificity(clause: dict, line: dict, visit: dict) -> tuple[int, int] | None:
    rank = holds_code(clause, line["code"])
    if any(key in clause for key in CODES) and not rank:
        return None
    here = {
        "modifiers": line["mods"],
        "sites": [visit["site"]],
        "products": [line["product"]],
        "credentials": [line["by"]],
        "setting": ["facility" if visit["place"] in FACILITIES else "nonfacility"],
    }
    asked = [key for key in CONDITIONS if key in clause]
    for key in asked:
        wanted = [clause[key]] if isinstance(clause[key], str) else clause[key]
        if not set(wanted) & set(here[key]):
            return None
    return rank, len(asked)


def clauses(terms: dict) -> list[tuple[dict, bool]]:
    """Every clause as (conditions and own keys, whether it is outside the visit)."""
    others = [*terms.get("percent_for", ()), *terms.get("conversion_factor_for", ())]
    return [*((each, True) for each in terms.get("carve_out", ())), *((each, False) for each in others)]


def part_of(terms: dict, clause: dict) -> dict:
    """The terms of a clause: its own method, or the terms around it with another number."""
    own = {key: value for key, value in clause.items() if key not in (*CONDITIONS, *CODES)}
    if "method" not in own:
        return {**terms, "carve_out": (), "percent_for": (), "conversion_factor_for": (), **own}
    return {**{key: value for key, value in terms.items() if key not in OF_THE_METHOD}, **own}


def priced_by(terms: dict, line: dict, visit: dict) -> tuple[dict, bool] | None:
    """(terms, apart) for the line; None where two clauses tie, or one for a site may hold."""
    fits = [(specificity(clause, line, visit), clause, apart) for clause, apart in clauses(terms)]
    best = max((fit for fit, _, _ in fits if fit), default=None)
    if best is None:
        may_hold = [clause for clause, _ in clauses(terms) if "sites" in clause and holds_code(clause, line["code"])]
        return None if visit["site"] is None and may_hold else (terms, False)
    chosen = [(part_of(terms, clause), apart) for fit, clause, apart in fits if fit == best]
    return chosen[0] if all(part == chosen[0][0] for part, _ in chosen) else None


@cache
def schedule(name: str) -> list[dict]:
    return list(csv.DictReader((FOLDER / name).open(encoding="utf-8")))


def row_for(part: dict, line: dict, visit: dict) -> dict | str | None:
    """The row that pays; 'refused' where that is not known; None where there is none."""
    on = visit["on"].isoformat()
    rows = [
        row
        for row in schedule(part["schedule"])
        if row["code"] == line["code"]
        and (row.get("effective_from") or "0") <= on <= (row.get("effective_until") or "9")
    ]
    if visit["place"] in ("02", "10") and "telehealth" not in part and any(row.get("setting") for row in rows):
        return "refused"
    if (visit["site"] is None and any(row.get("site") for row in rows)) or (
        line["by"] is None and any(row.get("credential") for row in rows)
    ):
        return "refused"
    setting = "facility" if visit["place"] in FACILITIES else "nonfacility"
    here = {"modifier": line["mods"], "setting": [setting], "site": [visit["site"]], "credential": [line["by"]]}
    fits = [row for row in rows if all(not row.get(key) or row[key] in values for key, values in here.items())]
    if not fits:
        return None
    worth = {id(row): (sum(bool(row.get(key)) for key in here), row.get("effective_from") or "") for row in fits}
    best = [row for row in fits if worth[id(row)] == max(worth.values())]
    return best[0] if len({row["amount"] for row in best}) == 1 else "refused"


def raised(part: dict, amount: Fraction, since: str | None, on: date) -> Fraction:
    """The amount with every raise of the agreement up to the day."""
    clause = part.get("escalator")
    if not clause:
        return amount
    raises = [(each["on"], each["percent"]) for each in clause.get("steps", ())]
    if not raises:
        first = clause["first_on"]
        raises = [(first.replace(year=first.year + more), clause["percent"]) for more in range(clause["times"])]
    now, together = amount, Fraction(0)
    for day, text in raises:
        if day <= on and (not since or day.isoformat() > since):
            percent = Fraction(text)
            percent = min(percent, Fraction(clause.get("cap_percent", "9999")))
            percent = max(percent, Fraction(clause.get("floor_percent", "0")))
            together += percent
            now = (
                now + rounded(now * percent / 100)
                if clause["compounding"]
                else amount + rounded(amount * together / 100)
            )
    return now
