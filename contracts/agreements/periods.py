"""Periods in which nothing about a price changes: a service has the same price on all dates of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from contracts.agreements.fee_schedule import day_after
from contracts.agreements.needs import needs_of
from contracts.agreements.terms import Compare, CountedVisits, Terms


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` to before `end` (None = open) a situation has one price; `start` represents all dates of the period.

    A fact whose `needs_` is false cannot move a price here: it stays out of the situation, so that fewer are distinct.
    `visit_numbers` says how visits are counted where `needs_visit_number`.
    `compare` says what is compared with the amount allowed: the line, the visit, the visit up to its cap, or the claim.
    """

    start: date
    end: date | None
    terms_id: str
    needs_visit: bool
    needs_charge: bool
    needs_locality: bool
    needs_place_of_service: bool
    needs_credential: bool
    needs_site: bool
    needs_product: bool
    needs_claim: bool
    needs_provider: bool
    needs_participant: bool
    needs_visit_number: bool
    compare: Compare
    visit_numbers: CountedVisits | None = None


def periods_of(terms: Terms, medicare_breaks: Iterable[date]) -> tuple[Period, ...]:
    """The periods of one set of terms: cut wherever a fee, a raise or a Medicare rate begins or ends."""
    end = None if terms.effective_until is None else day_after(terms.effective_until)
    breaks, rate_days = set[date](), frozenset(medicare_breaks)
    for part in terms.parts():
        breaks.update(part.schedule.breaks() if part.schedule else ())
        breaks.update(part.escalator.breaks() if part.escalator else ())
        breaks.update(rate_days if part.reads_relative_values else ())
        if part.new_year is not None:
            years = {day.year for day in rate_days}
            breaks.update(date(year, part.new_year.month, part.new_year.day) for year in years)
    needs = needs_of(terms)
    inside = sorted(day for day in breaks if terms.effective_from < day and (end is None or day < end))
    return tuple(
        Period(
            start=start,
            end=until,
            terms_id=terms.id,
            needs_visit=needs.visit,
            needs_charge=needs.charge,
            needs_locality=needs.locality,
            needs_place_of_service=needs.place_of_service,
            needs_credential=needs.credential,
            needs_site=needs.site,
            needs_product=needs.product,
            needs_claim=needs.claim,
            needs_provider=needs.provider,
            needs_participant=needs.participant,
            needs_visit_number=needs.visit_numbers is not None,
            compare=terms.compare,
            visit_numbers=needs.visit_numbers,
        )
        for start, until in pairwise([terms.effective_from, *inside, end])
        if start is not None
    )
