"""Bounds on what a change can leave of a line's amount, so that only changes that can explain the shortage are priced.

A bound only saves calculations; whether a change fits, the pricing rules decide.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Final, TypeVar, cast

from contracts.causes.change import Asked, Bounds, Change, Make, World
from contracts.causes.shortage import Shortage
from contracts.medicare.rates import MedicareFee
from contracts.money import NOTHING
from contracts.pricing.agreed_fee import agreed_fee
from contracts.pricing.price import price_case
from contracts.pricing.rules.medicare_fee import find_fee, locality_of
from contracts.tolerances import rounding_per_unit

ONE: Final = Decimal(1)
Found = TypeVar("Found")


def of_fee(asked: Asked, make: Make) -> Bounds | None:
    """The other Medicare fee over ours, in full and reduced; None where either is not known."""
    ours, theirs = fee_of(asked), fee_of(asked, make)
    if ours is None or theirs is None or not ours.reduced_amount:
        return None
    return theirs.amount / ours.amount, theirs.reduced_amount / ours.reduced_amount


def of_places(asked: Asked) -> Callable[[str], Bounds | None]:
    """The same fee at another locality over ours, for any locality."""
    case, ours, line = asked.own(asked.case), fee_of(asked), asked.service
    fee_at = partial(
        agreed_fee,
        case.terms,
        case.rates,
        line.code,
        line.modifiers,
        case.on,
        facility=case.facility,
        by_participant=line.by_participant,
    )

    def of_place(locality: str) -> Bounds | None:
        theirs = fee_at(locality)
        if ours is None or not isinstance(theirs, MedicareFee) or not ours.reduced_amount:
            return None
        return theirs.amount / ours.amount, theirs.reduced_amount / ours.reduced_amount

    return of_place


def of_both(asked: Asked, first: Change, second: Change, pair: Change) -> Bounds | None:
    """What two changes leave together: the fee that both make, or the share of one in the other's."""
    if first.bounds is None or second.bounds is None or "not" in {first.composes, second.composes}:
        return None
    if first.composes == second.composes == "as_fee":
        return of_fee(asked, pair.make)
    return first.bounds[0] * second.bounds[0], first.bounds[1] * second.bounds[1]


def fee_of(asked: Asked, make: Make | None = None) -> MedicareFee | None:
    """Medicare's fee for one unit of the line, where that is what its price is made of."""
    if asked.is_visit:
        return None
    case = asked.own(asked.case if make is None else make(asked.case))
    if not case.terms.by_relative_values or locality_of(case) is None:
        return None
    line = asked.service
    fee = find_fee(case, line.code, line.modifiers, by_participant=line.by_participant)
    return fee if isinstance(fee, MedicareFee) else None


def remembered(asked: Asked, world: World, what: str, find: Callable[[], Found]) -> Found:
    """What `find` returns for the line's code, terms, place and day; it is called once for each."""
    situation, line = asked.case.situation, asked.service
    facility = asked.case.facility
    key = (what, asked.terms.id, asked.part, asked.case.on, line.code, line.modifiers, situation.locality, facility)
    if key not in world.known:
        world.known[key] = find()
    return cast("Found", world.known[key])


class Nearness:
    """Says which changes may explain one shortage and are worth pricing."""

    __slots__ = ("_is_open", "_parts", "_slack", "_wanted")

    def __init__(self, asked: Asked, shortage: Shortage) -> None:
        self._is_open = asked.is_visit or _is_cut_off(asked, shortage)
        self._wanted = tuple({shortage.actual, shortage.actual + shortage.deducted})
        if not self._is_open:
            self._slack = _rounding(asked)
            self._parts = tuple(_parts(asked, shortage.expected))

    def includes(self, change: Change) -> bool:
        """Whether the change can leave one of the amounts sought, within rounding."""
        if change.bounds is None or self._is_open:
            return True
        in_full, reduced = change.bounds
        for full_part, reduced_part in self._parts:
            left = full_part * in_full + reduced_part * reduced
            for amount in self._wanted:
                if abs(left - amount) <= self._slack:
                    return True
        return False


def _is_cut_off(asked: Asked, shortage: Shortage) -> bool:
    """Whether the charge caps the price, which then does not show what is above it; an assistant's cut may follow."""
    terms = asked.terms
    if terms.lesser_of == "none" or shortage.charge is None:
        return False
    if terms.lesser_of == "line" and terms.assistant is None:
        return shortage.charge == shortage.expected
    outcome = price_case(asked.case).lines[asked.line - 1]
    return any(step.rule.startswith("lesser_of") and step.amount == shortage.charge for step in outcome.steps) or (
        terms.lesser_of == "claim"
    )


def _rounding(asked: Asked) -> Decimal:
    """Dollars by which a line may differ from the ratio of two fees: a percent is rounded for every unit."""
    terms = asked.terms
    is_outside = terms.participation == "non_participating"
    percents = (
        *(terms.percent, terms.assistant, terms.credential_percent or None, terms.modifiers or None, terms.npp),
        is_outside or None,
    )
    # One more, because the change itself may be a percent.
    count = sum((ONE for each in percents if each is not None), start=ONE)
    return rounding_per_unit() * (ONE + asked.service.units * count)


def _parts(asked: Asked, expected: Decimal) -> Iterator[tuple[Decimal, Decimal]]:
    """(full, reduced) dollars of the line, for all, one or no unit in full before the change, and likewise after it."""
    fee, units = fee_of(asked), asked.service.units
    if fee is None or asked.case.terms.mppr == "none":
        yield expected, NOTHING
        return
    splits = {(full, units - full) for full in (NOTHING, ONE, units) if full <= units}
    ours = {full * fee.amount + rest * fee.reduced_amount for full, rest in splits}
    for full, rest in splits:
        for amount in ours:
            if amount:
                yield expected * full * fee.amount / amount, expected * rest * fee.reduced_amount / amount
