"""Another Medicare locality: the practice's other sites and the national fee first, then everywhere else.

Source: 42 CFR 414.4; the fee is that of the place of service, which no remittance states.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from contracts.causes.bounds import of_fee, rounding
from contracts.causes.change import Asked, Bounds, Change, Make, World
from contracts.causes.other_rates import loaded
from contracts.causes.thresholds import Evidence
from contracts.medicare.rates import MedicareFee, MedicareRates
from contracts.rules.medicare_fee import locality_of
from contracts.terms import NATIONAL

KEPT_AT_ONCE: Final = 4096


def own_localities(asked: Asked, world: World) -> Iterator[Change]:
    """The localities of our other sites, and the fee without any index."""
    for locality in (*sorted(world.sites), NATIONAL):
        if _can_move(asked) and locality != locality_of(asked.case):
            named = f" ({world.sites[locality]})" if locality in world.sites else ""
            bounds = of_fee(asked, _moved_to(locality))
            yield _at(locality, f"as in Medicare locality {locality}{named}", "fits", bounds)


def any_locality(asked: Asked, world: World, expected: Decimal, actual: Decimal) -> Iterator[Change]:
    """Of all the others those whose fees stand to ours about as the amount allowed stands to the one owed."""
    if not _can_move(asked) or not expected:
        return
    share, slack = actual / expected, rounding(asked) / expected
    tried = {*world.sites, NATIONAL, locality_of(asked.case)}
    for locality, low, high in _ratios(asked):
        if locality not in tried and low - slack <= share <= high + slack:
            yield _at(locality, f"as in Medicare locality {locality}", "searched", (low, high))


def _at(locality: str, text: str, evidence: Evidence, bounds: Bounds | None) -> Change:
    return Change("wrong_locality", f"locality {locality}", text, _moved_to(locality), bounds, evidence=evidence)


def _moved_to(locality: str) -> Make:
    return lambda case: replace(case, terms=replace(case.terms, locality=locality))


def _can_move(asked: Asked) -> bool:
    return not asked.is_visit and asked.case.terms.method == "medicare" and locality_of(asked.case) is not None


def _ratios(asked: Asked) -> tuple[tuple[str, Decimal, Decimal], ...]:
    case, line, home = asked.case, asked.service, locality_of(asked.case)
    assert home is not None
    rates = loaded(case.rates)
    facility = rates.facility_place(case.situation.place_of_service, case.on)
    return _ratios_to(rates, line.code, line.modifiers, case.on, case.terms.year, home, facility=facility)


@lru_cache(maxsize=KEPT_AT_ONCE)
def _ratios_to(
    rates: MedicareRates,
    code: str,
    modifiers: tuple[str, ...],
    on: date,
    year: int | None,
    home: str,
    *,
    facility: bool,
) -> tuple[tuple[str, Decimal, Decimal], ...]:
    """Every locality with its fee over ours, in full and reduced, the smaller one first.

    A line of both full and reduced units lies between the two, whatever percent is taken of it afterwards.
    """
    ours = rates.fee(code, modifiers, on, home, facility=facility, year=year)
    if not isinstance(ours, MedicareFee) or not ours.reduced_amount:
        return ()
    ratios = []
    for place in sorted(rates.localities()):
        fee = rates.fee(code, modifiers, on, place, facility=facility, year=year)
        if isinstance(fee, MedicareFee):
            in_full, reduced = fee.amount / ours.amount, fee.reduced_amount / ours.reduced_amount
            ratios.append((place, min(in_full, reduced), max(in_full, reduced)))
    return tuple(ratios)
