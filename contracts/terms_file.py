"""Reads one [[terms]] table of an agreement.

Which keys a method needs and which it may have is data (KEYS_OF_METHOD). Whatever moves money has no default: whether
the payer pays the lesser of charge and fee, or reduces multiple procedures, is in the contract or it is asked for.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Literal, cast

from contracts.practice import LOCALITY
from contracts.schedules import CODE, MODIFIER, FeeSchedule
from contracts.tables import Table, shown
from contracts.terms import NATIONAL, SITE, Assistant, Method, Terms, UnitLimit, VisitRate

YEAR_OF_SERVICE: Final = "year_of_service"
ALWAYS: Final = frozenset({"effective_from", "effective_until", "source", "method", "mppr", "lesser_of"})
_CUTS: Final = {"credential_percent", "assistant"}
_WITH_SCHEDULE: Final = {"unlisted_percent_of_charge", "capitated_unlisted", "max_timed_units_per_visit", *_CUTS}
KEYS_OF_METHOD: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    # method: (keys it needs, keys it may have beside ALWAYS)
    "fee_schedule": (frozenset({"schedule", "lesser_of"}), frozenset(_WITH_SCHEDULE)),
    "medicare": (
        frozenset({"percent", "year", "locality", "mppr", "lesser_of"}),
        frozenset({"max_timed_units_per_visit", *_CUTS}),
    ),
    "percent_of_charge": (frozenset({"percent"}), frozenset(_CUTS)),
    "visit_rate": (frozenset({"visit_rate"}), frozenset()),
    "visit_cap": (frozenset({"visit_cap", "schedule"}), frozenset(_WITH_SCHEDULE)),
}
KEYS_OF_ANY_METHOD: Final = frozenset().union(*(needs | may for needs, may in KEYS_OF_METHOD.values()))

FindSchedule = Callable[[str], FeeSchedule | None]
"""A schedule by file name; None when there is no such file."""


def read_terms(table: Table, number: int, agreement_id: str, find_schedule: FindSchedule) -> Terms:
    """One [[terms]] table; what is wrong with it is added to the table's problems."""
    before = len(table.problems)
    method = table.choice("method", tuple(KEYS_OF_METHOD))
    # Of a method that is not known it cannot be said what it needs.
    needs = KEYS_OF_METHOD[method][0] if len(table.problems) == before else frozenset()
    if needs:
        _compare_with_method(table, method)
    begins = table.date("effective_from")
    terms = Terms(
        id=f"{agreement_id}@{begins.isoformat()}",
        number=number,
        effective_from=begins,
        effective_until=table.optional_date("effective_until"),
        source=table.text("source", meaning="the clause or page of the contract"),
        method=cast("Method", method),
        schedule=_schedule(table, find_schedule) if "schedule" in needs else None,
        unlisted_percent_of_charge=table.optional_percent("unlisted_percent_of_charge"),
        capitated_unlisted=table.flag("capitated_unlisted"),
        percent=table.percent("percent") if "percent" in needs else None,
        year=_year(table) if "year" in needs else None,
        locality=_locality(table) if "locality" in needs else SITE,
        mppr=cast('Literal["none", "medicare"]', table.choice("mppr", ("none", "medicare"), "none")),
        lesser_of=cast('Literal["none", "line"]', table.choice("lesser_of", ("none", "line"), "none")),
        credential_percent=_credential_percent(table.table("credential_percent")),
        assistant=_assistant(table.table("assistant")),
        unit_limit=_unit_limit(table.table("max_timed_units_per_visit")),
        visit_rate=_visit_rate(table) if "visit_rate" in needs else None,
        visit_cap=table.amount("visit_cap") if "visit_cap" in needs else None,
    )
    _refuse_contradictions(table, terms)
    table.finish(() if needs else KEYS_OF_ANY_METHOD)
    return terms


def _compare_with_method(table: Table, method: str) -> None:
    needs, may = KEYS_OF_METHOD[method]
    for key in sorted(KEYS_OF_ANY_METHOD - needs - may - ALWAYS):
        if key in table:
            table.raw(key)
            table.problem(key, f'says nothing under the method "{method}": take it out, or change the method')
    for key in sorted(needs & {"mppr", "lesser_of"}):
        if key not in table:
            table.problem(key, 'is missing: the contract says whether it applies ("none" if not)')


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


def _locality(table: Table) -> str:
    text = table.text("locality", meaning=f'"{SITE}", "{NATIONAL}" or MAC and locality such as "11502/00"')
    if text and text not in {SITE, NATIONAL} and not LOCALITY.fullmatch(text):
        table.problem("locality", f'must be "{SITE}", "{NATIONAL}" or such as "11502/00", not "{text}"')
        return SITE
    return text or SITE


def _credential_percent(table: Table | None) -> tuple[tuple[str, Decimal], ...]:
    if table is None:
        return ()
    if not list(table):
        table.problem("", 'is empty: such as { NP = "85" }, by the credentials in shortpay.toml')
    return tuple((credential, table.percent(credential)) for credential in table)


def _assistant(table: Table | None) -> Assistant | None:
    if table is None:
        return None
    of = cast('Literal["contract_fee", "payer_share"]', table.choice("of", ("contract_fee", "payer_share")))
    if of == "contract_fee" and "coinsurance_percent" in table:
        table.raw("coinsurance_percent")
        table.problem("coinsurance_percent", 'belongs to of = "payer_share": the contract fee is cut before cost share')
    assistant = Assistant(
        modifiers=table.texts("modifiers", MODIFIER, "modifiers of two characters"),
        percent=table.percent("percent"),
        of=of,
        coinsurance_percent=table.percent("coinsurance_percent") if of == "payer_share" else None,
    )
    if "modifiers" not in table:
        table.problem("modifiers", "is missing: the modifiers that cut the price")
    table.finish()
    return assistant


def _unit_limit(table: Table | None) -> UnitLimit | None:
    if table is None:
        return None
    limit = UnitLimit(table.count("units"), table.texts("codes", CODE, "procedure codes of five characters"))
    if "codes" not in table:
        table.problem("codes", "is missing: the codes whose units are counted together")
    table.finish()
    return limit


def _visit_rate(parent: Table) -> VisitRate | None:
    table = parent.table("visit_rate")
    if table is None:
        if "visit_rate" not in parent:
            parent.problem("visit_rate", 'is missing: such as { follow_up = "90.00" }')
        return None
    rate = VisitRate(
        follow_up=table.amount("follow_up"),
        evaluation=table.optional_amount("evaluation"),
        evaluation_codes=table.texts("evaluation_codes", CODE, "procedure codes of five characters"),
    )
    if ("evaluation" in table) != ("evaluation_codes" in table):
        table.problem("evaluation_codes", "and evaluation belong together: give both or neither")
    table.finish()
    return rate


def _refuse_contradictions(table: Table, terms: Terms) -> None:
    if terms.effective_until is not None and terms.effective_until < terms.effective_from:
        table.problem("effective_until", f"{terms.effective_until} lies before effective_from {terms.effective_from}")
    if terms.mppr == "medicare" and terms.method != "medicare":
        table.problem("mppr", 'halves Medicare practice expense and so needs the method "medicare"')
    if terms.lesser_of == "line" and terms.method == "visit_rate":
        table.problem("lesser_of", "compares a line's price with its charge, and a visit rate has no line prices")
    if terms.capitated_unlisted and terms.unlisted_percent_of_charge is not None:
        table.problem("capitated_unlisted", "and unlisted_percent_of_charge say two things about unlisted codes")
    _refuse_double_cut(table, terms)


def _refuse_double_cut(table: Table, terms: Terms) -> None:
    if terms.assistant is None or terms.schedule is None:
        return
    for row in terms.schedule.rows:
        if row.modifier in terms.assistant.modifiers:
            message = (
                f"cuts lines with {row.modifier}, and {terms.schedule.file} row {row.number} already gives "
                f"{row.code} with {row.modifier} a fee of its own: keep one of the two"
            )
            table.problem("assistant", message)
            return
