"""Other prices than the agreed one: code as billed, Medicare's rate, assistant's share, sequestration by the law."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from contracts.medicare.fees import MedicareFee
from contracts.medicare.payment import coinsurance_off, payer_shares, sequestration_excess
from contracts.pricing import yardstick
from contracts.pricing.other_factor import at_other_factor
from contracts.pricing.price import price
from contracts.pricing.ranked_set import RankedSet
from contracts.situation import Situation
from contracts.steps import Expectation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from contracts.agreements.agreement import Book
    from contracts.medicare.rates import MedicareRates
    from warehouse.context import NightContext


def recoded_prices(night: NightContext) -> Callable[..., Sequence[object]]:
    """What a line should have been allowed under the code that was billed, where the payer adjudicated another.

    Which code is right is a question of coding, not of the rate: the line is judged by the adjudicated code.
    """

    def price_as_billed(_situation_id: str, key: str, place: int, code: str, modifiers: str) -> Sequence[object]:
        situation = Situation.from_key(key)
        as_billed = replace(situation.lines[place - 1], code=code, modifiers=_modifiers(modifiers))
        lines = (*situation.lines[: place - 1], as_billed, *situation.lines[place:])
        outcome = price(replace(situation, lines=lines), night.book).lines[place - 1]
        return (outcome.amount if isinstance(outcome, Expectation) else None,)

    return price_as_billed


def denied_unit_prices(night: NightContext) -> Callable[..., Sequence[object]]:
    """How much more the lines priced together would be worth, had the payer not denied units of one of them.

    All are priced again, because a limit on units, or a rank among procedures, moves with every unit.
    """

    def more_with_all_units(
        _situation_id: str, key: str, place: int, units: Decimal, charge: Decimal | None
    ) -> Sequence[object]:
        situation = Situation.from_key(key)
        line = situation.lines[place - 1]
        as_billed = replace(line, units=units, charge=None if line.charge is None else charge)
        lines = (*situation.lines[: place - 1], as_billed, *situation.lines[place:])
        return (_worth(night.book, replace(situation, lines=lines)) - _worth(night.book, situation),)

    return more_with_all_units


def medicare_rates(night: NightContext) -> Callable[..., Sequence[object]]:
    """What Medicare pays a unit at the same place and time, and whether it reduces further units of the day.

    A yardstick of how well a payer pays, never what it owes. Days with the same rates are priced once.
    """
    known: dict[tuple[str, str, str, str, date], tuple[Decimal | None, bool]] = {}

    def rate_of(
        code: str, modifiers: str, place_of_service: str, locality: str, _day: date, rates_from: date
    ) -> Sequence[object]:
        key = (code, modifiers, place_of_service, locality, rates_from)
        if key not in known:
            known[key] = _rate(night.book.rates, *key)
        return known[key]

    return rate_of


def therapy_amounts(night: NightContext) -> Callable[..., Sequence[object]]:
    """Place, locality, first day of the rates, therapy services of a day (JSON) -> dollars for each of them (JSON)."""

    def amounts_of(place_of_service: str, locality: str, rates_from: date, services: str) -> Sequence[object]:
        asked = [(each["code"], Decimal(each["units"])) for each in json.loads(services)]
        found = yardstick.therapy_amounts(asked, place_of_service or None, locality, rates_from, night.book.rates)
        return (json.dumps([None if amount is None else str(amount) for amount in found]),)

    return amounts_of


def assistant_shares(night: NightContext) -> Callable[..., Sequence[object]]:
    """What a payer itself owes for an assistant's line by both readings of the rule; None without such a cut."""

    def shares_of(agreement_id: str, period_start: date, full: Decimal, deductible: Decimal) -> Sequence[object]:
        _, terms = night.book[agreement_id].by_period_start[period_start]
        cut = terms.assistant
        if cut is None or cut.coinsurance_percent is None:
            return (None, None)
        return payer_shares(full, cut.percent, cut.coinsurance_percent, deductible)

    return shares_of


def sequestration_answers(_: NightContext) -> Callable[..., Sequence[object]]:
    """Percent of the law, amount before sequestration, amount taken -> the part taken beyond the percent."""

    def excess_of(percent: Decimal, paid_before: Decimal, taken: Decimal) -> Sequence[object]:
        return (sequestration_excess(paid_before, taken, percent),)

    return excess_of


def coinsurance_answers(_: NightContext) -> Callable[..., Sequence[object]]:
    """Allowed after the deductible, coinsurance, percents of the law, lines -> dollars off the law's percent."""

    def off_of(
        allowed: Decimal, coinsurance: Decimal, percent: Decimal, assistant_percent: Decimal | None, lines: int
    ) -> Sequence[object]:
        return (coinsurance_off(allowed, coinsurance, percent, assistant_percent, lines),)

    return off_of


def ranked_answers(night: NightContext) -> Callable[..., Sequence[object]]:
    """Situation and what was allowed for its lines (JSON) -> what they should have been allowed together, sentence.

    Questions come in the order of their situations, each of which is priced once for all of its questions.
    """

    @lru_cache(maxsize=1)
    def ranked_set(key: str) -> RankedSet:
        return RankedSet(Situation.from_key(key), night.book)

    def answer(key: str, allowed: str) -> Sequence[object]:
        together = ranked_set(key).compared(*_allowed(allowed))
        if together is None:
            return (None, None)
        return (json.dumps({place: str(amount) for place, amount in together.expected.items()}), together.sentence)

    return answer


def other_factors(night: NightContext) -> Callable[..., Sequence[object]]:
    """Situation, what was allowed for its lines (JSON) -> amounts at the other factor, whether these were allowed."""

    def answer(key: str, allowed: str) -> Sequence[object]:
        found = at_other_factor(Situation.from_key(key), night.book, *_allowed(allowed))
        return (json.dumps({place: str(amount) for place, amount in found.amounts.items()}), found.is_paid)

    return answer


def _allowed(text: str) -> tuple[dict[int, Decimal], dict[int, Decimal]]:
    """Dollars allowed, and dollars that count as rounding, by place of the line."""
    lines = json.loads(text)
    return (
        {line["place"]: Decimal(line["allowed"]) for line in lines},
        {line["place"]: Decimal(line["rounding"]) for line in lines},
    )


def _rate(
    rates: MedicareRates, code: str, modifiers: str, place_of_service: str, locality: str, on: date
) -> tuple[Decimal | None, bool]:
    facility = rates.facility_place(place_of_service or None, on)
    fee = rates.fee(code, _modifiers(modifiers), on, locality, facility=facility)
    if not isinstance(fee, MedicareFee):
        return (None, False)
    return (fee.amount, fee.multiple_procedure == rates.law.document("therapy_mppr")["indicator"])


def _worth(book: Book, situation: Situation) -> Decimal:
    outcomes = price(situation, book).lines
    return sum((each.amount for each in outcomes if isinstance(each, Expectation)), Decimal(0))


def _modifiers(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(":")) if joined else ()
