"""What share of the agreed amount a change can possibly leave, so that only changes that come near are priced.

A bound decides what is worth calculating and nothing else: whether a change fits is for the pricing rules to say.
"""

from decimal import Decimal
from typing import Final

from contracts.causes.change import Asked, Bounds, Make
from contracts.causes.shortage import Shortage
from contracts.causes.thresholds import rounding_per_unit
from contracts.medicare.rates import MedicareFee
from contracts.rules.medicare_fee import find_fee, locality_of

ONE: Final = Decimal(1)


def of_fee(asked: Asked, make: Make) -> Bounds | None:
    """The other Medicare fee over ours, in full and reduced, the smaller one first; None where there is no telling.

    A line of both full and reduced units lies between the two, whatever percent is taken of it afterwards.
    """
    ours, theirs = fee_of(asked), fee_of(asked, make)
    if ours is None or theirs is None or not ours.reduced_amount:
        return None
    in_full, reduced = theirs.amount / ours.amount, theirs.reduced_amount / ours.reduced_amount
    return min(in_full, reduced), max(in_full, reduced)


def fee_of(asked: Asked, make: Make | None = None) -> MedicareFee | None:
    """Medicare's fee for one unit of the line, where that is what its price is made of."""
    case = asked.case if make is None else make(asked.case)
    if asked.is_visit or case.terms.method != "medicare" or locality_of(case) is None:
        return None
    fee = find_fee(case, asked.service.code, asked.service.modifiers)
    return fee if isinstance(fee, MedicareFee) else None


def rounding(asked: Asked) -> Decimal:
    """Dollars by which a line may stand off from the ratio of two fees: a percent is rounded for every unit."""
    terms = asked.case.terms
    percents = (terms.percent, terms.assistant, terms.credential_percent or None)
    return rounding_per_unit() * (ONE + asked.service.units * sum(ONE for each in percents if each is not None))


def are_near(bounds: Bounds | None, asked: Asked, shortage: Shortage) -> bool:
    """Whether the amount allowed can come of a change within `bounds`, give or take what rounding moves."""
    if bounds is None or asked.is_visit:
        return True
    # A price that the charge cut off says nothing about what lies above it.
    if shortage.charge is not None and shortage.charge in {shortage.expected, shortage.actual}:
        return True
    low, high = bounds
    slack = rounding(asked)
    return (
        low * shortage.expected - slack <= shortage.actual + shortage.deducted
        and shortage.actual <= high * shortage.expected + slack
    )
