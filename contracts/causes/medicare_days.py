"""Explains a shortage by Medicare's rates of another day: the whole fee, or its factor, relative values or indices.

Source: CMS publishes relative values, geographic indices and the conversion factor separately, by date of service; a
payer may load any of them late. A contract may lock a year, and the payer use another.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from contracts.causes.bounds import fee_of, of_fee, remembered
from contracts.causes.change import Asked, Change, Make, World, throughout
from contracts.causes.other_rates import RateChange, changed, loaded
from contracts.pricing.working_line import Case

PARTS: tuple[tuple[str, Callable[[date], RateChange]], ...] = (
    ("conversion factor", lambda day: RateChange(factor_of=day)),
    ("relative values", lambda day: RateChange(values_of=day)),
    ("geographic indices", lambda day: RateChange(indices_of=day)),
)


def earlier_medicare(asked: Asked, world: World) -> Iterator[Change]:
    """The whole fee of an earlier day: of this year or the last, the nearest first."""
    if fee_of(asked) is not None:
        yield from remembered(asked, world, "earlier days", lambda: list(_whole_fees(asked)))


def part_of_earlier_medicare(asked: Asked, world: World) -> Iterator[Change]:
    """One part of the fee left as it was at the end of the year before."""
    if fee_of(asked) is not None:
        yield from remembered(asked, world, "parts of earlier days", lambda: list(_parts_of_fees(asked)))


def _whole_fees(asked: Asked) -> Iterator[Change]:
    for day in _earlier_days(asked):
        is_prior_year = day.year < _read_for(asked).year
        make = _with(RateChange(values_of=day, indices_of=day, factor_of=day))
        yield Change(
            cause="prior_year_medicare" if is_prior_year else "prior_release_medicare",
            candidate=f"medicare {day}",
            text=f"at Medicare's {day.year} rates" + ("" if is_prior_year else f" of {day}"),
            make=make,
            bounds=of_fee(asked, make),
        )


def _parts_of_fees(asked: Asked) -> Iterator[Change]:
    year = _read_for(asked).year
    day = next((day for day in _earlier_days(asked) if day.year < year), None)
    for name, change in PARTS if day else ():
        assert day is not None
        make = _with(change(day))
        yield Change(
            cause="prior_year_medicare",
            candidate=f"medicare {day} {name}",
            text=f"with Medicare's {name} of {day.year}",
            make=make,
            bounds=of_fee(asked, make),
        )


def later_medicare(asked: Asked, _: World) -> Iterator[Change]:
    """The year of service where the contract locks an earlier one."""
    day = asked.case.on
    if fee_of(asked) is not None and _read_for(asked).year < day.year:
        make = _with(RateChange(values_of=day, indices_of=day, factor_of=day))
        yield Change(
            cause="later_year_medicare",
            candidate=f"medicare {day.year}",
            text=f"at Medicare's {day.year} rates instead of those agreed",
            make=make,
            bounds=of_fee(asked, make),
        )


def _with(change: RateChange) -> Make:
    """Fees of other days. A release that the terms lock is unlocked first, or it would fix the day of all of them."""

    def make(case: Case) -> Case:
        freed = throughout(case, lambda terms: terms if terms.release is None else replace(terms, release=None))
        return replace(freed, rates=changed(case.rates, change))

    return make


def _read_for(asked: Asked) -> date:
    """The day for which the terms read Medicare's fee."""
    terms = asked.terms
    if terms.year is None:
        return asked.case.on
    first = date(terms.year, 1, 1)
    releases = loaded(asked.case.rates).law.releases_of(terms.year)
    return next((day for day, name in releases if name == terms.release), first)


def _earlier_days(asked: Asked) -> list[date]:
    """The first day of every fee of this line before its own, back to the start of the year before; nearest first."""
    rates, until = loaded(asked.case.rates), _read_for(asked)
    since = date(until.year - 1, 1, 1)
    seen, days = {_numbers(asked, until)}, []
    for day in rates.breaks():
        if since <= day < until and (numbers := _numbers(asked, day)) not in seen:
            seen.add(numbers)
            days.append(day)
    return days[::-1]


def _numbers(asked: Asked, day: date) -> tuple[object, ...] | None:
    fee = fee_of(asked, _with(RateChange(values_of=day, indices_of=day, factor_of=day)))
    if fee is None:
        return None
    return (fee.work, fee.pe, fee.mp, fee.gpci_work, fee.gpci_pe, fee.gpci_mp, fee.conversion_factor)
