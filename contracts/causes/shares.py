"""Explains a shortage by one percent of the agreed rate on line after line: a discount, or a clause nobody agreed to.

Source: rental networks and repricers pay a constant percent below the contract's rate, whatever the service; the
remittance names them (REF*9A, CARC 131) or leaves the discount in the contractual adjustment (a silent PPO). Percents
that clauses of contracts cut by are in thresholds.toml.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from contracts.causes.change import Asked
from contracts.causes.shortage import Shortage
from contracts.causes.thresholds import Evidence, clause_percents
from contracts.money import AS_A_HUNDREDTH, CENT, NOTHING, percent_of, plain

ONE: Final = Decimal(1)
TENTH: Final = ONE.scaleb(-1)
ALL: Final = ONE.scaleb(-AS_A_HUNDREDTH)


@dataclass(frozen=True, slots=True)
class Share:
    """A percent of the rate that gives the amount allowed."""

    cause: str
    candidate: str
    text: str
    evidence: Evidence


def is_share(actual: Decimal, percent: Decimal, whole: Decimal, units: Decimal) -> bool:
    """Whether `actual` is `percent` percent of `whole`, rounded or cut off at the cent, by the line or by the unit."""
    most = max(ONE, units) * CENT
    above = actual - (whole * percent).scaleb(AS_A_HUNDREDTH)
    return -most < above and above + above <= most


def shares_of_rate(asked: Asked, shortage: Shortage) -> Iterator[Share]:
    """Every percent, to a tenth, of the agreed rate; whole ones first, which less evidence is enough for."""
    expected, actual = shortage.expected, shortage.actual
    units = ONE if asked.is_visit else asked.service.units
    if not NOTHING < actual < expected:
        return
    most = max(ONE, units) * CENT
    lowest = ((actual - most) / expected / TENTH).scaleb(-AS_A_HUNDREDTH).to_integral_value(ROUND_FLOOR)
    highest = ((actual + most) / expected / TENTH).scaleb(-AS_A_HUNDREDTH).to_integral_value(ROUND_CEILING)
    tenths = (Decimal(count) * TENTH for count in range(int(lowest), int(highest) + 1))
    found = [each for each in tenths if NOTHING < each < ALL and is_share(actual, each, expected, units)]
    for percent in sorted(found, key=lambda each: (each != each.to_integral_value(), each)):
        yield _share(shortage, percent)


def share_of_charge(asked: Asked, actual: Decimal) -> Iterator[Share]:
    """A whole percent of the charge."""
    if asked.is_visit or not asked.service.charge:
        return
    charge = asked.service.charge
    percent = (actual / charge).scaleb(-AS_A_HUNDREDTH).to_integral_value()
    if percent > NOTHING and actual < charge and percent_of(percent, charge) == actual:
        named = f"{plain(percent)}% of the charge"
        yield Share("share_of_charge", named, f"at {named} {charge}", "shared")


def _share(shortage: Shortage, percent: Decimal) -> Share:
    is_clause = percent in clause_percents() and not shortage.is_repriced
    text = f"at {plain(percent)}% of the agreed rate"
    if shortage.is_repriced:
        text += ", as repriced by another network (REF*9A)"
    elif not is_clause:
        text += ", a discount of no clause that is the same on every such line"
    cause = "share_of_agreed_rate" if is_clause else "network_discount_not_in_contract"
    evidence: Evidence = "shared" if percent == percent.to_integral_value() else "odd_share"
    return Share(cause, f"{plain(percent)}% of the rate", text, evidence)
