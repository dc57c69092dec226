"""Explains a shortage by another Medicare locality: our other sites and the national fee first, then all others.

Source: 42 CFR 414.4; the fee is that of the place of service, which no remittance states.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from contracts.agreements.terms import NATIONAL
from contracts.causes.bounds import of_places, remembered
from contracts.causes.change import Asked, Change, Make, World, throughout
from contracts.causes.other_rates import loaded
from contracts.causes.thresholds import Evidence
from contracts.pricing.rules.medicare_fee import locality_of


def own_localities(asked: Asked, world: World) -> Iterator[Change]:
    """The localities of our other sites, and the fee without any index."""
    home = _home(asked)
    if home is None:
        return
    places = {place: _named(place, world) for place in (*sorted(world.sites), NATIONAL) if place != home}
    yield from remembered(asked, world, "own localities", lambda: _elsewhere(asked, places, "fits"))


def any_locality(asked: Asked, world: World) -> Iterator[Change]:
    """All the others."""
    home = _home(asked)
    if home is None:
        return

    def found() -> list[Change]:
        known = {*world.sites, NATIONAL, home}
        places = {place: "" for place in sorted(loaded(asked.case.rates).localities()) if place not in known}
        return [change for change in _elsewhere(asked, places, "searched") if change.bounds is not None]

    yield from remembered(asked, world, "elsewhere", found)


def _elsewhere(asked: Asked, places: Mapping[str, str], evidence: Evidence) -> list[Change]:
    """The fee at each of the places; the text says beside a place what is added to its key."""
    bounds_at = of_places(asked)
    return [
        Change(
            "wrong_locality",
            f"locality {place}",
            f"as in Medicare locality {place}{named}",
            _moved_to(place),
            bounds_at(place),
            evidence=evidence,
        )
        for place, named in places.items()
    ]


def _named(locality: str, world: World) -> str:
    return f" ({world.sites[locality]})" if locality in world.sites else ""


def _moved_to(locality: str) -> Make:
    return lambda case: throughout(case, lambda terms: replace(terms, locality=locality))


def _home(asked: Asked) -> str | None:
    """Where the line's own fee is read; None where it has none."""
    if asked.is_visit or not asked.terms.by_relative_values:
        return None
    return locality_of(asked.own(asked.case))
