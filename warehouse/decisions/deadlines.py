"""When the right to dispute ends: by the agreement's window, and at each level of appeal that the law grants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.disputes import deadline
from contracts.disputes.appeal_levels import appeal_levels, close_level

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from contracts.disputes.deadline import BasisEvent
    from warehouse.context import NightContext


def deadlines(night: NightContext) -> Callable[..., Sequence[object]]:
    """Agreement, event and day its window counts from, earliest reading of it -> last day, safe day, sentence."""

    def deadline_of(agreement_id: str, event: BasisEvent, basis_date: date, earliest: date | None) -> Sequence[object]:
        window = night.book[agreement_id].dispute_window
        end = deadline.close(window, basis_date, earliest_basis=earliest, event=event)
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
