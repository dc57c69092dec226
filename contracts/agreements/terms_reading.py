"""Reads one [[terms]] table of an agreement.

KEYS_OF_METHOD lists the keys that a method needs and may have. A key that decides whether the payer pays the lesser of
charge and fee, or reduces multiple procedures, has no default: where the method needs it and it is missing, it is asked
for.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal, cast, get_args

from contracts.agreements.clause_reading import (
    read_alternative,
    read_carve_outs,
    read_escalator,
    read_modifiers,
    read_reduction,
    read_unlisted,
)
from contracts.agreements.contradictions import refuse_contradictions
from contracts.agreements.fee_schedule import MODIFIER
from contracts.agreements.method_reading import PRICING_KEYS, FindSchedule, compare_with_method, priced_by
from contracts.agreements.terms import Assistant, LesserOf, Method, Mppr, OnVisit, Terms
from contracts.agreements.toml_table import Table
from contracts.agreements.visit_reading import (
    read_unit_limits,
    read_visit_cap,
    read_visit_caps_for,
    read_visit_per,
    read_visit_rate,
    read_visit_rates_for,
)

ALWAYS: Final = frozenset(
    {"effective_from", "effective_until", "source", "method", "mppr", "lesser_of", "lesser_of_percent", "telehealth"}
)
_CUTS: Final = frozenset({"credential_percent", "assistant", "modifiers"})
_CAPS: Final = frozenset({"visit_cap", "visit_cap_for", "visit_per"})
_OTHER_PRICES: Final = frozenset({"greater_of", "lesser_of_terms"})
_OF_LINES: Final = _CUTS | _CAPS | _OTHER_PRICES | {"carve_out", "multiple_procedures", "max_timed_units_per_visit"}
_UNLISTED_KEYS: Final = frozenset({"unlisted", "unlisted_percent_of_charge"})
_WITH_SCHEDULE: Final = _OF_LINES | _UNLISTED_KEYS | {"capitated_unlisted", "percent_for"}
_BESIDE: Final[Mapping[str, tuple[frozenset[str], frozenset[str]]]] = {
    # method: (keys it needs, keys it may have) besides those of PRICING_KEYS
    "fee_schedule": (frozenset({"lesser_of"}), _WITH_SCHEDULE),
    "medicare": (
        frozenset({"mppr", "lesser_of"}),
        _OF_LINES | _UNLISTED_KEYS | {"npp", "participation", "percent_for", "conversion_factor_for"},
    ),
    "rvu": (frozenset({"mppr", "lesser_of"}), _OF_LINES | _UNLISTED_KEYS | {"conversion_factor_for"}),
    "percent_of_charge": (
        frozenset(),
        _CUTS | _CAPS | _OTHER_PRICES | {"carve_out", "multiple_procedures", "percent_for"},
    ),
    "visit_rate": (
        frozenset(),
        frozenset({"carve_out", "visit_per", "visit_rate_for", "assistant", "credential_percent"}),
    ),
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
        mppr=cast("Mppr", table.choice("mppr", get_args(Mppr), "none")),
        lesser_of=cast("LesserOf", table.choice("lesser_of", get_args(LesserOf), "none")),
        lesser_of_percent=table.optional_percent("lesser_of_percent"),
    )
    if is_known:
        terms = replace(priced_by(method, terms, table, find_schedule), mppr=terms.mppr)
    terms = _with_clauses(terms, table, is_known=is_known)
    refuse_contradictions(table, terms, is_known=is_known)
    terms = replace(
        terms,
        carve_outs=read_carve_outs(table, terms, find_schedule),
        unlisted=read_unlisted(table.table("unlisted"), terms, find_schedule),
        alternative=read_alternative(table, terms, find_schedule),
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
        unit_limits=read_unit_limits(table),
        visit_per=read_visit_per(table),
        visit_rate=read_visit_rate(table) if "visit_rate" in needs else None,
        visit_rates_for=read_visit_rates_for(table),
        visit_cap=read_visit_cap(table, is_needed="visit_cap" in needs),
        visit_caps_for=read_visit_caps_for(table),
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
        on_visit=cast("OnVisit", table.choice("on_visit", get_args(OnVisit)) if "on_visit" in table else None),
    )
    if "modifiers" not in table:
        table.problem("modifiers", "is missing: the modifiers that cut the price")
    table.finish()
    return assistant
