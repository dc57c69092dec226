"""Reads what an agreement says of a visit as a whole: its rate, its cap, for whom they are, and limits of units."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar, cast, get_args

from contracts.agreements.fee_schedule import CODE
from contracts.agreements.scope import CODE_KEYS, read_scope
from contracts.agreements.terms import (
    CountedVisits,
    Covers,
    DayOfYear,
    UnitLimit,
    VisitCap,
    VisitPer,
    VisitRate,
)
from contracts.agreements.toml_table import Table

COUNTED: Final = ("calendar_year", "benefit_year", "episode")
_CODES: Final = "procedure codes of five characters"
_COMMON_YEAR: Final = 2023
_DAY_OF_YEAR: Final = re.compile(r"\d{2}-\d{2}")
_Clause = TypeVar("_Clause")


def read_unit_limits(parent: Table) -> tuple[UnitLimit, ...]:
    """max_timed_units_per_visit = { units = 4, codes = ["97110", "97140"] }, or a list of such tables."""
    return tuple(_unit_limit(table) for table in parent.one_or_more_tables("max_timed_units_per_visit"))


def _unit_limit(table: Table) -> UnitLimit:
    covers = table.choice("covers", get_args(Covers)) if "covers" in table else None
    limit = UnitLimit(table.count("units"), read_scope(table, CODE_KEYS), cast("Covers | None", covers))
    table.finish()
    return limit


def read_visit_per(table: Table) -> VisitPer:
    """visit_per: whose lines of a day are one visit."""
    return cast("VisitPer", table.choice("visit_per", get_args(VisitPer), "day"))


def read_visit_rate(parent: Table) -> VisitRate | None:
    """visit_rate = { follow_up = "90.00", ... }, with tiers by the number of the visit where it has any."""
    table = parent.table("visit_rate")
    if table is None:
        if "visit_rate" not in parent:
            parent.problem("visit_rate", 'is missing: such as { follow_up = "90.00" }')
        return None
    return _visit_rate(table)


def read_visit_cap(parent: Table, *, is_needed: bool) -> VisitCap | None:
    """visit_cap = "96.50", or { amount = "96.50", evaluation = "140.00", evaluation_codes = ["97161"] }."""
    if isinstance(parent.raw("visit_cap"), dict):
        table = parent.table("visit_cap")
        assert table is not None
        return _visit_cap(table)
    amount = parent.amount("visit_cap") if is_needed else parent.optional_amount("visit_cap")
    return None if amount is None else VisitCap(amount)


def read_visit_rates_for(parent: Table) -> tuple[tuple[str, VisitRate], ...]:
    """[terms.visit_rate_for.OT]: the rate of one discipline or credential."""
    return _each(parent, "visit_rate_for", _visit_rate)


def read_visit_caps_for(parent: Table) -> tuple[tuple[str, VisitCap], ...]:
    """[terms.visit_cap_for.OT]: the cap of one discipline or credential."""
    return _each(parent, "visit_cap_for", _visit_cap)


def _each(parent: Table, key: str, read: Callable[[Table], _Clause]) -> tuple[tuple[str, _Clause], ...]:
    tables = parent.table(key)
    if tables is None:
        return ()
    found = tuple((name, read(table)) for name in tables if (table := tables.table(name)) is not None)
    if not found:
        tables.problem("", f"is empty: such as [terms.{key}.OT]")
    return found


def _visit_rate(table: Table) -> VisitRate:
    steps = table.tables("tiers")
    tiers = tuple((tier.count("from_visit"), tier.amount("amount")) for tier in steps)
    for tier in steps:
        tier.finish()
    evaluation, codes = _evaluation(table)
    rate = VisitRate(
        follow_up=table.amount("follow_up"),
        evaluation=evaluation,
        evaluation_codes=codes,
        tiers=tuple(sorted(tiers)),
        count_visits=_count_visits(table) if tiers else None,
    )
    if len({first for first, _ in tiers}) < len(tiers):
        table.problem("tiers", "has two amounts from one visit on")
    table.finish()
    return rate


def _visit_cap(table: Table) -> VisitCap:
    evaluation, codes = _evaluation(table)
    cap = VisitCap(table.amount("amount"), evaluation, codes)
    table.finish()
    return cap


def _evaluation(table: Table) -> tuple[Decimal | None, tuple[str, ...]]:
    if ("evaluation" in table) != ("evaluation_codes" in table):
        table.problem("evaluation_codes", "and evaluation belong together: give both or neither")
    return table.optional_amount("evaluation"), table.texts("evaluation_codes", CODE, _CODES)


def _count_visits(table: Table) -> CountedVisits | None:
    counted = table.raw("count_visits")
    if counted == "calendar_year":
        return CountedVisits(year_begins=DayOfYear(1, 1))
    if counted == "benefit_year":
        begins = read_day_of_year(table, "benefit_year_begins")
        if begins is None and "benefit_year_begins" not in table:
            table.problem("benefit_year_begins", 'is missing: month and day such as "07-01"')
        return CountedVisits(year_begins=begins)
    if counted == "episode":
        return CountedVisits(episode_days=table.count("episode_days"))
    if not isinstance(counted, date):
        listed = ", ".join(f'"{name}"' for name in COUNTED)
        table.problem("count_visits", f"must be one of {listed}, or the day from which visits are counted")
        return None
    return CountedVisits(since=table.optional_date("count_visits"))


def read_day_of_year(table: Table, key: str) -> DayOfYear | None:
    """Month and day such as "04-01"; a day that not every year has is a problem."""
    text = table.optional_text(key, _DAY_OF_YEAR, 'month and day such as "04-01"')
    if text is None:
        return None
    month, day = map(int, text.split("-"))
    try:
        date(_COMMON_YEAR, month, day)
    except ValueError:
        table.problem(key, f'"{text}" is no day of every year')
        return None
    return DayOfYear(month, day)
