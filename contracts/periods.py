"""Stretches of time in which nothing about a price changes: two dates in one of them ask the same question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from contracts.schedules import day_after
from contracts.terms import Terms


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to before `end` (None = open) one question has one answer; `start` stands for all its dates.

    What `needs_` is false for cannot move a price here: leave it out of the situation, so that fewer are distinct.
    `compare` says whether a line's or the visit's amount is held against what was allowed.
    """

    start: date
    end: date | None
    terms_id: str
    needs_visit: bool
    needs_charge: bool
    needs_locality: bool
    needs_place_of_service: bool
    needs_credential: bool
    compare: Literal["line", "visit"]


def periods_of(terms: Terms, medicare_breaks: Iterable[date]) -> tuple[Period, ...]:
    """The periods of one set of terms: cut wherever a schedule row or a Medicare rate begins or ends."""
    end = None if terms.effective_until is None else day_after(terms.effective_until)
    breaks = set(terms.schedule.breaks() if terms.schedule else ())
    if terms.method == "medicare":
        breaks.update(medicare_breaks)
    inside = sorted(day for day in breaks if terms.effective_from < day and (end is None or day < end))
    return tuple(
        Period(
            start=start,
            end=until,
            terms_id=terms.id,
            needs_visit=terms.needs_visit,
            needs_charge=terms.needs_charge,
            needs_locality=terms.needs_locality,
            needs_place_of_service=terms.needs_place_of_service,
            needs_credential=terms.needs_credential,
            compare="visit" if terms.compares_by_visit else "line",
        )
        for start, until in pairwise([terms.effective_from, *inside, end])
        if start is not None
    )
