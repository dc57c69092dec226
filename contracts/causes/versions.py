"""Another version of the same agreement: terms or schedule rows that were no longer, or not yet, in force.

Source: agreements are amended by date of service; a payer that loads an amendment late pays the version before it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from contracts.causes.change import Asked, Change, World
from contracts.periods import Period
from contracts.so_far import Case
from contracts.terms import Terms

ONE_DAY = timedelta(days=1)


def other_versions(asked: Asked, world: World) -> Iterator[Change]:
    """Earlier versions, the nearest first, then later ones."""
    periods = world.book[asked.case.situation.agreement].by_period_start
    earlier = [found for start, found in periods.items() if start < asked.case.on and _differs(found, asked.case)]
    later = [found for start, found in periods.items() if start > asked.case.on and _differs(found, asked.case)]
    for period, terms in reversed(earlier):
        # Not the last day of its own period, but of the rates it stands for: what "until" means to a reader.
        assert period.end is not None
        until = (period.end - ONE_DAY).isoformat()
        for each in (terms, *_fees_alone(terms, asked.case.terms)):
            yield _version(asked, period, each, "prior_schedule_version", f"in force until {until}")
    for period, terms in later:
        for each in (terms, *_fees_alone(terms, asked.case.terms)):
            yield _version(asked, period, each, "later_schedule_version", f"in force from {period.start.isoformat()}")


def _differs(found: tuple[Period, Terms], case: Case) -> bool:
    """Medicare's own changes inside one set of terms are no version of the agreement."""
    _, terms = found
    return terms.id != case.terms.id or terms.schedule is not None


def _fees_alone(terms: Terms, ours: Terms) -> tuple[Terms, ...]:
    """The other version's schedule under our own clauses, where the two differ in more."""
    if terms.schedule is None or ours.schedule is None or terms.id == ours.id:
        return ()
    return (replace(ours, schedule=terms.schedule),)


def _version(asked: Asked, period: Period, terms: Terms, cause: str, when: str) -> Change:
    # Terms that follow the year of service follow it here too: the amendment was missed, not the new year.
    on = period.start if terms.schedule is not None else asked.case.on
    what = f"the schedule {terms.schedule.file}" if terms.schedule is not None else f"the terms of {terms.source}"
    return Change(
        cause="visit_rate_short" if asked.is_visit else cause,
        candidate=f"version {period.start.isoformat()}",
        text=f"at {what} {when}",
        make=lambda case: replace(case, terms=terms, on=on),
    )
