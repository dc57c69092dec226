"""Reads how a unit is priced: the keys of one method, in [[terms]], in a carve-out, or for codes without a fee."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal, cast

from contracts.agreements.fee_schedule import FeeSchedule
from contracts.agreements.practice import LOCALITY
from contracts.agreements.terms import NATIONAL, SITE, DayOfYear, Method, Terms
from contracts.agreements.toml_table import Table, shown
from contracts.agreements.visit_reading import read_day_of_year
from contracts.money import read_percent

YEAR_OF_SERVICE: Final = "year_of_service"
_RELEASE: Final = re.compile(r"RVU(\d{2})[A-D]R?")
_FACTOR_KINDS: Final = ("standard", "qualifying_apm")
_VALUES: Final = frozenset({"release", "work_floor", "opps_cap", "new_year_rates_from"})
_UNSTATED: Final = "unstated"
PRICING_KEYS: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    # method: (keys it needs, keys it may have)
    "fee_schedule": (frozenset({"schedule"}), frozenset({"escalator", "percent"})),
    "medicare": (frozenset({"percent", "year", "locality"}), _VALUES | {"conversion_factor"}),
    "rvu": (frozenset({"conversion_factor", "year", "locality"}), _VALUES),
    "percent_of_charge": (frozenset({"percent"}), frozenset()),
    "fixed_fee": (frozenset({"amount"}), frozenset({"escalator"})),
    "visit_rate": (frozenset({"visit_rate"}), frozenset({"escalator"})),
    "visit_cap": (frozenset({"visit_cap", "schedule"}), frozenset({"escalator", "percent"})),
    "not_covered": (frozenset(), frozenset()),
    "capitated": (frozenset(), frozenset()),
}

FindSchedule = Callable[[str], FeeSchedule | None]
"""A schedule by file name; None when there is no such file."""


def priced_by(method: str, parent: Terms, table: Table, find_schedule: FindSchedule) -> Terms:
    """`parent` with the method of `table` in place of its own; escalators and visits are read elsewhere."""
    needs = PRICING_KEYS[method][0]
    by_values = {"year", "locality"} <= needs
    factor, kind = _conversion_factor(table, needs) if by_values else (None, _UNSTATED)
    year = _year(table) if by_values else None
    return replace(
        parent,
        method=cast("Method", method),
        mppr=parent.mppr if by_values and parent.mppr == "medicare" else "none",
        schedule=_schedule(table, find_schedule) if "schedule" in needs else None,
        percent=table.percent("percent") if "percent" in needs else table.optional_percent("percent"),
        amount=table.amount("amount") if "amount" in needs else None,
        year=year,
        release=_release(table, year) if by_values else None,
        new_year=_new_year(table, year) if by_values else None,
        locality=_locality(table) if by_values else SITE,
        conversion_factor=factor,
        conversion_factor_kind=cast('Literal["standard", "qualifying_apm", "unstated"]', kind),
        work_floor=cast(
            'Literal["by_law", "on", "off"]', table.choice("work_floor", ("by_law", "on", "off"), "by_law")
        ),
        has_opps_cap=table.choice("opps_cap", ("on", "off"), "on") == "on",
    )


def compare_with_method(
    table: Table, method: str, keys: Mapping[str, tuple[frozenset[str], frozenset[str]]], always: frozenset[str]
) -> None:
    """Reports keys that belong to other methods: they have no effect under this one."""
    needs, may = keys[method]
    others = frozenset().union(*(each | maybe for each, maybe in keys.values()))
    for key in sorted(others - needs - may - always):
        if key in table:
            table.raw(key)
            table.problem(key, f'says nothing under the method "{method}": take it out, or change the method')


def _schedule(table: Table, find_schedule: FindSchedule) -> FeeSchedule | None:
    name = table.text("schedule", meaning="the name of a file in schedules/")
    return find_schedule(name) if name else None


def _year(table: Table) -> int | None:
    if "year" not in table:
        table.problem("year", f'is missing: "{YEAR_OF_SERVICE}" or the year whose rates are locked, such as 2025')
        return None
    value = table.raw("year")
    if value == YEAR_OF_SERVICE:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not date.min.year < value <= date.max.year:
        table.problem("year", f'must be "{YEAR_OF_SERVICE}" or a year such as 2025, not {shown(value)}')
        return None
    return value


def _release(table: Table, year: int | None) -> str | None:
    release = table.optional_text("release", _RELEASE, 'a release of CMS such as "RVU22A"')
    if release is not None and (year is None or not release.startswith(f"RVU{year % 100:02d}")):
        table.problem("release", f"{release} locks a release, and year does not lock its year")
    return release


def _new_year(table: Table, year: int | None) -> DayOfYear | None:
    begins = read_day_of_year(table, "new_year_rates_from")
    if begins is not None and year is not None:
        table.problem("new_year_rates_from", "says when a new year's rates begin, and year locks one year")
    return begins


def _locality(table: Table) -> str:
    text = table.text("locality", meaning=f'"{SITE}", "{NATIONAL}" or MAC and locality such as "11502/00"')
    if text and text not in {SITE, NATIONAL} and not LOCALITY.fullmatch(text):
        table.problem("locality", f'must be "{SITE}", "{NATIONAL}" or such as "11502/00", not "{text}"')
        return SITE
    return text or SITE


def _conversion_factor(table: Table, needs: frozenset[str]) -> tuple[Decimal | None, str]:
    """The contract's own factor in dollars, or the kind of Medicare's."""
    if "conversion_factor" not in table:
        if "conversion_factor" in needs:
            table.problem("conversion_factor", 'is missing: dollars for one relative value unit such as "38.00"')
        return None, _UNSTATED
    value = table.raw("conversion_factor")
    if value in _FACTOR_KINDS and "conversion_factor" not in needs:
        return None, str(value)
    factor = read_percent(value) if isinstance(value, str) else None
    if factor is None:
        kinds = "" if "conversion_factor" in needs else f", or {' or '.join(map(shown, _FACTOR_KINDS))}"
        table.problem("conversion_factor", f'must be dollars in quotes such as "38.00"{kinds}, not {shown(value)}')
    return factor, _UNSTATED
