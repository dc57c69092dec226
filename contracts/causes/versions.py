"""Explains a shortage by another version of the agreement: terms or schedule rows not yet or no longer in force.

Source: agreements are amended by date of service; a payer that loads an amendment late pays the version before it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from contracts.agreements.periods import Period
from contracts.agreements.terms import Terms
from contracts.causes.change import Asked, Change, World

ONE_DAY = timedelta(days=1)


def other_versions(asked: Asked, world: World) -> Iterator[Change]:
    """Earlier versions, the nearest first, then later ones."""
    periods = world.book[asked.case.situation.agreement].by_period_start
    earlier = [found for start, found in periods.items() if start < asked.case.on]
    later = [found for start, found in periods.items() if start > asked.case.on]
    for period, terms in _versions(reversed(earlier), asked):
        # Of the periods with the same rates the latest comes first, so this is the last day of those rates.
        assert period.end is not None
        until = (period.end - ONE_DAY).isoformat()
        for each in (terms, *_fees_alone(terms, asked.case.terms)):
            yield _version(asked, period, each, "prior_schedule_version", f"in force until {until}")
    for period, terms in _versions(later, asked):
        for each in (terms, *_fees_alone(terms, asked.case.terms)):
            yield _version(asked, period, each, "later_schedule_version", f"in force from {period.start.isoformat()}")


def _versions(found: Iterable[tuple[Period, Terms]], asked: Asked) -> Iterator[tuple[Period, Terms]]:
    """Other terms, and our own under another fee or raise. Medicare's changes inside them are no version of them."""
    breaks = _own_breaks(asked.terms)
    seen = {sum(day <= asked.case.on for day in breaks)}
    for period, terms in found:
        version = sum(day <= period.start for day in breaks)
        if terms.id != asked.case.terms.id or version not in seen:
            seen |= {version} if terms.id == asked.case.terms.id else set()
            yield period, terms


def _own_breaks(terms: Terms) -> frozenset[date]:
    """The days on which a fee or a raise of the terms or clause that price the line begins or ends."""
    days: set[date] = set()
    days.update(terms.schedule.breaks() if terms.schedule is not None else ())
    days.update(terms.escalator.breaks() if terms.escalator is not None else ())
    return frozenset(days)


def _fees_alone(terms: Terms, ours: Terms) -> tuple[Terms, ...]:
    """The other version's schedule under our own clauses, where the two differ in more."""
    if terms.schedule is None or ours.schedule is None or terms.id == ours.id:
        return ()
    return (replace(ours, schedule=terms.schedule),)


def _version(asked: Asked, period: Period, terms: Terms, cause: str, when: str) -> Change:
    # Terms that follow the year of service follow it here too: the amendment was missed, not the new year.
    is_own = terms.id == asked.case.terms.id
    named = asked.terms if is_own and asked.part else terms
    on = period.start if is_own or terms.schedule is not None else asked.case.on
    what = f"the schedule {named.schedule.file}" if named.schedule is not None else f"the terms of {named.source}"
    return Change(
        cause="visit_rate_short" if asked.is_paid_by_visit else cause,
        candidate=f"version {period.start.isoformat()}",
        text=f"at {what} {when}",
        make=lambda case: replace(case, terms=terms, on=on),
    )
