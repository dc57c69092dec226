"""Reads the clauses of [[terms]] other than its method: carve-outs, other prices, raises, modifiers, rankings."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final, Literal, cast

from contracts.agreements.escalator import Escalator, Raise
from contracts.agreements.fee_schedule import MODIFIER
from contracts.agreements.method_reading import PRICING_KEYS, FindSchedule, compare_with_method, priced_by
from contracts.agreements.scope import CODE_KEYS, KEYS, read_scope
from contracts.agreements.terms import Alternative, Assistant, CarveOut, Reduction, Terms
from contracts.agreements.toml_table import Table
from contracts.money import plain, read_percent

NO_EFFECT: Final = Decimal(100)
_OF: Final = ("contract_fee", "payer_share")
_UNLISTED_METHODS: Final = ("medicare", "rvu", "percent_of_charge", "fixed_fee", "not_covered", "capitated")
_CARVED_METHODS: Final = ("fee_schedule", *_UNLISTED_METHODS)
_OTHER_METHODS: Final = ("fee_schedule", "medicare", "rvu", "percent_of_charge", "fixed_fee")
_OWN: Final = frozenset({*KEYS, "method", "source", "lesser_of"})


def read_carve_outs(table: Table, parent: Terms, find_schedule: FindSchedule) -> tuple[CarveOut, ...]:
    """[[terms.carve_out]], [[terms.percent_for]] and [[terms.conversion_factor_for]]."""
    return (
        *(_carve_out(each, parent, find_schedule) for each in table.tables("carve_out")),
        *(
            _other_number(each, parent, "percent", lambda t: t.percent("percent"))
            for each in table.tables("percent_for")
        ),
        *(_other_number(each, parent, "conversion_factor", _factor) for each in table.tables("conversion_factor_for")),
    )


def read_unlisted(table: Table | None, parent: Terms, find_schedule: FindSchedule) -> Terms | None:
    """[terms.unlisted]: how codes without a fee are priced."""
    if table is None:
        return None
    return _part(table, parent, find_schedule, _UNLISTED_METHODS)


def _carve_out(table: Table, parent: Terms, find_schedule: FindSchedule) -> CarveOut:
    scope = read_scope(table)
    return CarveOut(scope, _part(table, parent, find_schedule, _CARVED_METHODS), is_apart=True, label=table.key)


def _part(table: Table, parent: Terms, find_schedule: FindSchedule, methods: tuple[str, ...]) -> Terms:
    before = len(table.problems)
    method = table.choice("method", methods)
    part = replace(parent, carve_outs=(), unlisted=None, unlisted_percent_of_charge=None, capitated_unlisted=False)
    if len(table.problems) > before:
        return part
    keys = {name: PRICING_KEYS[name] for name in methods}
    compare_with_method(table, method, keys, _OWN)
    part = priced_by(method, part, table, find_schedule)
    lesser_of = table.choice("lesser_of", ("none", "line", "claim"), parent.lesser_of)
    if lesser_of == "claim" and parent.lesser_of != "claim":
        table.problem("lesser_of", "compares the whole claim, and the terms around it do not: use line or none")
    part = replace(
        part,
        source=table.optional_text("source") or parent.source,
        lesser_of=cast('Literal["none", "line", "claim"]', lesser_of),
        escalator=read_escalator(table.table("escalator"), parent.effective_until),
    )
    table.finish()
    return part


def _other_number(table: Table, parent: Terms, key: str, read: Callable[[Table], Decimal]) -> CarveOut:
    scope = read_scope(table)
    terms = replace(parent, carve_outs=(), source=table.optional_text("source") or parent.source)
    number = read(table)
    terms = replace(terms, percent=number) if key == "percent" else replace(terms, conversion_factor=number)
    table.finish()
    return CarveOut(scope, terms, is_apart=False, label=table.key)


def _factor(table: Table) -> Decimal:
    text = table.text("conversion_factor", meaning='dollars for one relative value unit such as "38.00"')
    factor = read_percent(text)
    if text and factor is None:
        table.problem("conversion_factor", f'must be dollars in quotes such as "38.00", not "{text}"')
    return factor or NO_EFFECT


def read_escalator(table: Table | None, last_day: date | None) -> Escalator | None:
    """Either percent, first_on and times (each anniversary), or steps; with an optional cap and floor."""
    if table is None:
        return None
    if "compounding" not in table:
        table.problem("compounding", "is missing: true when each raise is taken of the fee as raised before")
    is_compounding = table.flag("compounding")
    steps = table.tables("steps")
    raises = [Raise(step.date("on"), step.percent("percent")) for step in steps] if steps else _anniversaries(table)
    for step in steps:
        step.finish()
    cap, floor = table.optional_percent("cap_percent"), table.optional_percent("floor_percent")
    if cap is not None and floor is not None and cap < floor:
        table.problem("cap_percent", f"{plain(cap)} lies below floor_percent {plain(floor)}")
    # Cap and floor are independent: either may be absent.
    bounded = raises if cap is None else [replace(each, percent=min(each.percent, cap)) for each in raises]
    bounded = bounded if floor is None else [replace(each, percent=max(each.percent, floor)) for each in bounded]
    table.finish()
    if last_day and any(each.first_day > last_day for each in raises):
        table.problem("steps" if steps else "times", f"raises after these terms have ended on {last_day}")
    return Escalator(tuple(sorted(bounded, key=lambda each: each.first_day)), is_compounding)


def _anniversaries(table: Table) -> list[Raise]:
    percent, first, times = table.percent("percent"), table.date("first_on"), table.count("times")
    try:
        return [Raise(first.replace(year=first.year + more), percent) for more in range(times)]
    except ValueError:
        table.problem("first_on", f"{first} has no anniversary in every year")
        return []


def read_modifiers(table: Table | None) -> tuple[tuple[tuple[str, Decimal], ...], Assistant | None]:
    """[terms.modifiers]: a percent for each, 100 where neutral; those that cut the payer's share as an Assistant."""
    if table is None:
        return (), None
    percents: list[tuple[str, Decimal]] = []
    shares: list[Assistant] = []
    for name in table:
        entry = table.table(name)
        if entry is None:
            continue
        if not MODIFIER.fullmatch(name):
            table.problem(name, "is no modifier of two characters")
        if "neutral" in entry and "percent" in entry:
            entry.raw("percent")
            entry.problem("neutral", "and percent say two things")
        if entry.choice("of", _OF, _OF[0]) == _OF[1]:
            shares.append(
                Assistant((name,), entry.percent("percent"), "payer_share", entry.percent("coinsurance_percent"))
            )
        else:
            percents.append((name, NO_EFFECT if entry.flag("neutral") else entry.percent("percent")))
        entry.finish()
    if not shares:
        return tuple(percents), None
    together = replace(shares[0], modifiers=tuple(name for each in shares for name in each.modifiers))
    if any(replace(each, modifiers=()) != replace(shares[0], modifiers=()) for each in shares):
        table.problem("", "cuts the payer's share by two different percents: one rule holds for all such modifiers")
    return tuple(percents), together


def read_reduction(table: Table | None) -> Reduction | None:
    """multiple_procedures = { by = "unit", percents = ["100", "50"], ranges = ["97010-97799"] }."""
    if table is None:
        return None
    by = table.choice("by", ("line", "unit"))
    reduction = Reduction(read_scope(table, CODE_KEYS), cast('Literal["line", "unit"]', by), table.percents("percents"))
    table.finish()
    return reduction


def read_alternative(table: Table, parent: Terms, find_schedule: FindSchedule) -> Alternative | None:
    """[terms.greater_of] or [terms.lesser_of_terms]: a second way to price the lines, compared line by line."""
    if "greater_of" in table and "lesser_of_terms" in table:
        table.problem("lesser_of_terms", "and greater_of compare with two other prices: keep one of them")
    greater, lesser = table.table("greater_of"), table.table("lesser_of_terms")
    if greater is not None:
        return Alternative("greater", _other_terms(greater, parent, find_schedule))
    return None if lesser is None else Alternative("lesser", _other_terms(lesser, parent, find_schedule))


def _other_terms(table: Table, parent: Terms, find_schedule: FindSchedule) -> Terms:
    mppr = cast('Literal["none", "medicare"]', table.choice("mppr", ("none", "medicare"), "none"))
    # The contract's own reduction is of its own price; the other price has Medicare's or none.
    parent = replace(parent, mppr=mppr, multiple_procedures=None)
    terms = _part(table, parent, find_schedule, _OTHER_METHODS)
    if terms.by_relative_values and "mppr" not in table:
        table.problem("mppr", 'is missing: the contract says whether it applies ("none" if not)')
    return terms
