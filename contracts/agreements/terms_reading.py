"""Reads one [[terms]] table of an agreement.

KEYS_OF_METHOD lists the keys that a method needs and may have. A key that decides whether the payer pays the lesser of
charge and fee, or reduces multiple procedures, has no default: where the method needs it and it is missing, it is asked
for.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal, cast

from contracts.agreements.clause_reading import (
    read_carve_outs,
    read_escalator,
    read_modifiers,
    read_reduction,
    read_unit_limit,
    read_unlisted,
    read_visit_rate,
)
from contracts.agreements.fee_schedule import MODIFIER
from contracts.agreements.method_reading import PRICING_KEYS, FindSchedule, compare_with_method, priced_by
from contracts.agreements.terms import Assistant, Method, Terms
from contracts.agreements.toml_table import Table

ALWAYS: Final = frozenset({"effective_from", "effective_until", "source", "method", "mppr", "lesser_of", "telehealth"})
_CUTS: Final = frozenset({"credential_percent", "assistant", "modifiers"})
_OF_LINES: Final = _CUTS | {"carve_out", "multiple_procedures", "max_timed_units_per_visit", "visit_cap"}
_UNLISTED_KEYS: Final = frozenset({"unlisted", "unlisted_percent_of_charge"})
_WITH_SCHEDULE: Final = _OF_LINES | _UNLISTED_KEYS | {"capitated_unlisted"}
_BESIDE: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    # method: (keys it needs, keys it may have) besides those of PRICING_KEYS
    "fee_schedule": (frozenset({"lesser_of"}), _WITH_SCHEDULE),
    "medicare": (
        frozenset({"mppr", "lesser_of"}),
        _OF_LINES | _UNLISTED_KEYS | {"npp", "participation", "percent_for", "conversion_factor_for"},
    ),
    "rvu": (frozenset({"mppr", "lesser_of"}), _OF_LINES | _UNLISTED_KEYS | {"conversion_factor_for"}),
    "percent_of_charge": (frozenset(), _CUTS | {"carve_out", "multiple_procedures", "visit_cap", "percent_for"}),
    "visit_rate": (frozenset(), frozenset({"carve_out"})),
    "visit_cap": (frozenset(), _WITH_SCHEDULE),
}
KEYS_OF_METHOD: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    method: (needs | PRICING_KEYS[method][0], may | PRICING_KEYS[method][1]) for method, (needs, may) in _BESIDE.items()
}
KEYS_OF_ANY_METHOD: Final = frozenset().union(*(needs | may for needs, may in KEYS_OF_METHOD.values()))


def read_terms(table: Table, number: int, agreement_id: str, find_schedule: FindSchedule) -> Terms:
    """One [[terms]] table; what is wrong with it is added to the table's problems."""
    before = len(table.problems)
    method = table.choice("method", tuple(KEYS_OF_METHOD))
    # What an unknown method needs is unknown too.
    is_known = len(table.problems) == before
    if is_known:
        _compare_with_method(table, method)
    begins = table.date("effective_from")
    terms = Terms(
        id=f"{agreement_id}@{begins.isoformat()}",
        number=number,
        effective_from=begins,
        effective_until=table.optional_date("effective_until"),
        source=table.text("source", meaning="the clause or page of the contract"),
        method=cast("Method", method),
        mppr=cast('Literal["none", "medicare"]', table.choice("mppr", ("none", "medicare"), "none")),
        lesser_of=cast(
            'Literal["none", "line", "claim"]', table.choice("lesser_of", ("none", "line", "claim"), "none")
        ),
    )
    asks_medicare = terms.mppr == "medicare"
    if is_known:
        terms = priced_by(method, terms, table, find_schedule)
    terms = _with_clauses(terms, table, is_known=is_known)
    if asks_medicare and not terms.by_relative_values and is_known:
        table.problem("mppr", 'halves Medicare practice expense and so needs the method "medicare"')
    _refuse_contradictions(table, terms)
    terms = replace(
        terms,
        carve_outs=read_carve_outs(table, terms, find_schedule),
        unlisted=read_unlisted(table.table("unlisted"), terms, find_schedule),
    )
    table.finish(() if is_known else KEYS_OF_ANY_METHOD)
    return terms


def _with_clauses(terms: Terms, table: Table, *, is_known: bool) -> Terms:
    needs = KEYS_OF_METHOD[terms.method][0] if is_known else frozenset()
    modifiers, share = read_modifiers(table.table("modifiers"))
    assistant = _assistant(table.table("assistant"))
    if assistant and (share or any(name in assistant.modifiers for name, _ in modifiers)):
        table.problem("assistant", "and modifiers cut one line twice: keep one of the two")
    npp = table.choice("npp", ("none", "medicare")) if "npp" in table else None
    telehealth = table.choice("telehealth", ("facility", "nonfacility")) if "telehealth" in table else None
    participation = table.choice("participation", ("participating", "non_participating"), "participating")
    return replace(
        terms,
        participation=cast('Literal["participating", "non_participating"]', participation),
        unlisted_percent_of_charge=table.optional_percent("unlisted_percent_of_charge"),
        capitated_unlisted=table.flag("capitated_unlisted"),
        escalator=read_escalator(table.table("escalator"), terms.effective_until),
        telehealth=cast('Literal["facility", "nonfacility"] | None', telehealth),
        npp=cast('Literal["none", "medicare"] | None', npp),
        credential_percent=_credential_percent(table.table("credential_percent")),
        modifiers=modifiers,
        assistant=assistant or share,
        multiple_procedures=read_reduction(table.table("multiple_procedures")),
        unit_limit=read_unit_limit(table.table("max_timed_units_per_visit")),
        visit_rate=read_visit_rate(table) if "visit_rate" in needs else None,
        visit_cap=table.amount("visit_cap") if "visit_cap" in needs else table.optional_amount("visit_cap"),
    )


def _compare_with_method(table: Table, method: str) -> None:
    compare_with_method(table, method, KEYS_OF_METHOD, ALWAYS)
    for key in sorted(KEYS_OF_METHOD[method][0] & {"mppr", "lesser_of"}):
        if key not in table:
            table.problem(key, 'is missing: the contract says whether it applies ("none" if not)')


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


def _refuse_contradictions(table: Table, terms: Terms) -> None:
    if terms.effective_until is not None and terms.effective_until < terms.effective_from:
        table.problem("effective_until", f"{terms.effective_until} lies before effective_from {terms.effective_from}")
    if terms.lesser_of != "none" and terms.method == "visit_rate":
        table.problem("lesser_of", "compares a line's price with its charge, and a visit rate has no line prices")
    if terms.lesser_of == "claim" and terms.visit_cap is not None:
        table.problem("lesser_of", "compares the claim and visit_cap the day, and one line cannot be in both: use line")
    if terms.lesser_of == "claim" and terms.assistant is not None and terms.assistant.of == "payer_share":
        table.problem("assistant", "takes a share of what is owed for a line, and by claim no line has such an amount")
    if terms.capitated_unlisted and terms.unlisted_percent_of_charge is not None:
        table.problem("capitated_unlisted", "and unlisted_percent_of_charge say two things about unlisted codes")
    if "unlisted" in table and (terms.capitated_unlisted or terms.unlisted_percent_of_charge is not None):
        table.problem("unlisted", "says what unlisted_percent_of_charge or capitated_unlisted says: keep one of them")
    if terms.mppr == "medicare" and terms.multiple_procedures is not None:
        table.problem("multiple_procedures", 'and mppr = "medicare" reduce one line twice: keep one of the two')
    if terms.escalator is not None and any(each.first_day <= terms.effective_from for each in terms.escalator.raises):
        table.problem("escalator", f"raises on or before {terms.effective_from}, when these terms begin")
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
