"""When the right to dispute ends: by the agreement's window, and at each level of appeal that the law grants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.disputes import deadline
from contracts.disputes.appeal_levels import appeal_levels, close_level
from contracts.disputes.second_level import close_second_level

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from contracts.agreements.dispute_window import BasisEvent
    from warehouse.context import NightContext


def deadlines(night: NightContext) -> Callable[..., Sequence[object]]:
    """Agreement, event and day its window counts from, earliest reading of it -> last day, safe day, sentence."""

    def deadline_of(agreement_id: str, event: BasisEvent, basis_date: date, earliest: date | None) -> Sequence[object]:
        window = night.book[agreement_id].window_from(event, basis_date)
        end = deadline.close(window, basis_date, earliest_basis=earliest, event=event)
        return (end.deadline, end.safe_deadline, end.sentence)

    return deadline_of


def second_level_agreements(night: NightContext) -> list[str]:
    """The agreements that grant a second level after the payer's answer to the first."""
    return [each.id for each in night.book if each.dispute_window.second_level is not None]


def second_levels(night: NightContext) -> Callable[..., Sequence[object]]:
    """Agreement, day of the payer's answer, day on which the dispute was sent -> last day, safe day, sentence."""

    def deadline_of(agreement_id: str, answered_on: date | None, disputed_on: date | None) -> Sequence[object]:
        window = night.book[agreement_id].dispute_window.second_level
        assert window is not None
        end = close_second_level(window, answered_on, disputed_on)
        return (end.deadline, end.safe_deadline, end.sentence)

    return deadline_of


def appeal_deadlines(_: NightContext) -> Callable[..., Sequence[object]]:
    """Filing code, place of a level, day of a determination, its earliest reading -> level, days, sentence, source."""
    levels = {(level.filing_code, level.place): level for level in appeal_levels()}

    def deadline_of(filing_code: str, place: int, determined_on: date, earliest: date | None) -> Sequence[object]:
        level = levels[filing_code, place]
        end = close_level(level, determined_on, earliest)
        return (level.level, end.deadline, end.safe_deadline, end.sentence, level.window.source)

    return deadline_of
