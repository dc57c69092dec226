"""Matches deposits of the bank with payments of remittances. Nothing is adjusted to fit.

The cascade (each step sees only what the steps before left open): a match made by hand; trace, payer and amount; trace
and amount; payer, amount and date, unique both ways; several payments of one payer in one deposit; a card's fee; the
same trace with another amount. Parts of a split remittance are one payment; repeats and tests never count.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from contracts.disputes.business_days import is_business_day
from warehouse import statements
from warehouse.decisions.parameters import Parameters
from warehouse.load import insert_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from warehouse.context import NightContext

BEFORE_SUMS = (
    "open_deposit",
    "open_unit",
    "match_by_hand",
    "match_trace_and_payer",
    "match_trace",
    "nearby",
    "match_payer_amount_date",
)
AFTER_SUMS = ("match_card", "match_amount_differs")
STATEMENTS = (*BEFORE_SUMS, "together_candidate", *AFTER_SUMS)
_ONE_DAY = timedelta(days=1)


def business_days(_: NightContext) -> Callable[..., Sequence[object]]:
    """Day -> its ordinal among business days, counted from the first day asked for; the days must ascend."""
    count, last = 0, date.min

    def ordinal_of(day: date) -> Sequence[object]:
        nonlocal count, last
        if last == date.min:
            last = day - _ONE_DAY
        while last < day:
            last += _ONE_DAY
            count += is_business_day(last)
        return (count,)

    return ordinal_of


def link_deposits(night: NightContext) -> None:
    """Fill derived.deposit_link by the cascade."""
    given = Parameters(night)
    for name in BEFORE_SUMS:
        statements.run(night.con, name, given)
    insert_rows(night.con, "derived.deposit_link", _combined_payments(night))
    for name in AFTER_SUMS:
        statements.run(night.con, name, given)


@cache
def unique_sum(total: Decimal, amounts: tuple[Decimal, ...], at_most: int) -> tuple[int, ...] | None:
    """The places of two to `at_most` of `amounts` (all above zero, ascending) whose sum is `total`.

    None when there is no such choice, or more than one: a sum that two choices explain proves neither.
    """
    found: list[tuple[int, ...]] = []

    def search(start: int, left: Decimal, chosen: tuple[int, ...]) -> None:
        for place in range(start, len(amounts)):
            rest = left - amounts[place]
            if rest < 0 or len(found) > 1:
                return
            if rest == 0:
                if chosen:
                    found.append((*chosen, place))
            elif len(chosen) + 1 < at_most:
                search(place + 1, rest, (*chosen, place))

    search(0, total, ())
    return found[0] if len(found) == 1 else None


def _combined_payments(night: NightContext) -> list[tuple[object, ...]]:
    """Deposits that are the sum of several payments of one payer; a payment that fits two deposits stays open."""
    chosen: dict[int, tuple[int, ...]] = {}
    candidates = statements.run(night.con, "together_candidate", Parameters(night)).fetchall()
    for deposit_id, total, unit_ids, amounts in candidates:
        places = unique_sum(total, tuple(amounts), night.bank_rules.most_together)
        if places is not None:
            chosen[deposit_id] = tuple(unit_ids[place] for place in places)
    deposit_count: dict[int, int] = {}
    for units in chosen.values():
        for unit in units:
            deposit_count[unit] = deposit_count.get(unit, 0) + 1
    return [
        (deposit_id, unit, "together", None)
        for deposit_id, units in chosen.items()
        if all(deposit_count[unit] == 1 for unit in units)
        for unit in units
    ]
