"""Explains a shortage by another Medicare locality: our other sites and the national fee first, then all others.

Source: 42 CFR 414.4; the fee is that of the place of service, which no remittance states.
"""

from collections.abc import Iterator
from dataclasses import replace

from contracts.agreements.terms import NATIONAL
from contracts.causes.bounds import of_place, remembered
from contracts.causes.change import Asked, Change, Make, World, throughout
from contracts.causes.other_rates import loaded
from contracts.causes.thresholds import Evidence
from contracts.pricing.rules.medicare_fee import locality_of


def own_localities(asked: Asked, world: World) -> Iterator[Change]:
    """The localities of our other sites, and the fee without any index."""
    home = _home(asked)
    if home is None:
        return
    yield from remembered(
        asked,
        world,
        "own localities",
        lambda: [
            _at(asked, place, f"as in Medicare locality {place}{_named(place, world)}", "fits")
            for place in (*sorted(world.sites), NATIONAL)
            if place != home
        ],
    )


def any_locality(asked: Asked, world: World) -> Iterator[Change]:
    """All the others."""
    home = _home(asked)
    if home is None:
        return
    known = {*world.sites, NATIONAL, home}
    for change in remembered(
        asked,
        world,
        "elsewhere",
        lambda: [
            _at(asked, place, f"as in Medicare locality {place}", "searched")
            for place in sorted(loaded(asked.case.rates).localities())
            if place not in known
        ],
    ):
        if change.bounds is not None:
            yield change


def _at(asked: Asked, locality: str, text: str, evidence: Evidence) -> Change:
    bounds = of_place(asked, locality)
    return Change("wrong_locality", f"locality {locality}", text, _moved_to(locality), bounds, evidence=evidence)


def _named(locality: str, world: World) -> str:
    return f" ({world.sites[locality]})" if locality in world.sites else ""


def _moved_to(locality: str) -> Make:
    return lambda case: throughout(case, lambda terms: replace(terms, locality=locality))


def _home(asked: Asked) -> str | None:
    """Where the line's own fee is read; None where it has none."""
    if asked.is_visit or not asked.terms.by_relative_values:
        return None
    return locality_of(asked.own(asked.case))
