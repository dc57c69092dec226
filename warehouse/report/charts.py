"""Bar charts as data for inline SVG, in whole units of the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

WIDTH = 720
LABEL = 260
VALUE = 110
ROW = 24
BAR = 14
HATCHES = 6  # patterns that can be distinguished without color


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: its label, its bar's parts, and the text after the bar."""

    label: str
    shown: str
    top: int
    parts: tuple[tuple[int, int, int], ...]
    """(left, width, pattern) of each part of the bar."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, its bars from top to bottom. `width` and `height` are those of the drawing."""

    title: str
    width: int
    height: int
    bars: tuple[Bar, ...]
    legend: tuple[str, ...]


def bars(title: str, rows: Sequence[tuple[str, str, Sequence[Decimal]]], legend: Sequence[str] = ()) -> Chart | None:
    """A chart of rows (label, text after the bar, amounts of its parts); None when no amount is above zero.

    A part above zero is at least one unit wide, so that it is visible.
    """
    longest = max((sum(amounts) for _, _, amounts in rows), default=0)
    if longest <= 0:
        return None
    room = WIDTH - LABEL - VALUE
    drawn = []
    for place, (label, shown, amounts) in enumerate(rows):
        left, parts = LABEL, []
        for pattern, amount in enumerate(amounts):
            if amount <= 0:
                continue
            width = max(1, int(amount * room / longest))
            parts.append((left, width, pattern % HATCHES))
            left += width
        drawn.append(Bar(label, shown, place * ROW, tuple(parts)))
    return Chart(title, WIDTH, len(rows) * ROW + 4, tuple(drawn), tuple(legend))
