"""What the slow reader reads with: one value at a time, by plain functions that know nothing of columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass
class Segment:
    number: int
    tag: str
    elements: list
    level: str = ""
    gathered: set = field(default_factory=set)

    def __getitem__(self, place):
        text = self.elements[place].strip(" ") if place < len(self.elements) else ""
        return text or None


@dataclass
class Container:
    """A payment, claim or line: its row, and the segments that belong to it alone."""

    row: dict
    segments: list = field(default_factory=list)
    parts: int = 0

    def first(self, tag, qualifier=None, test=None, levels=None):
        """The first such segment; the elements that are asked of it count as gathered."""
        for segment in self.segments:
            wanted = segment.tag == tag and (qualifier is None or segment[1] == qualifier)
            if wanted and (levels is None or segment.level in levels) and (test is None or segment[test[0]] == test[1]):
                segment.gathered |= {test[0]} if test else set()
                return Gathering(segment)
        return Segment(0, tag, [])


@dataclass
class Gathering:
    """A segment whose elements become columns of what it belongs to."""

    segment: Segment

    def __getitem__(self, place):
        self.segment.gathered.add(place)
        return self.segment[place]


def money(text, places=2, ceiling=10_000_000_000):
    if text is None or not re.fullmatch(r"-?([0-9]+\.?[0-9]*|\.[0-9]+)", text):
        return None
    number = Decimal(text)
    exact = number.quantize(Decimal(1).scaleb(-places))
    return exact if exact == number and abs(number) < ceiling else None


def quantity(text):
    return money(text, 4, 1_000_000)


def day(text):
    if text and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        text = text.replace("-", "")
    if text is None or not re.fullmatch(r"[1-9][0-9]{7}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def short_day(text):
    if text and re.fullmatch(r"[0-9]{6}", text):
        text = ("19" if int(text[:2]) >= 70 else "20") + text
    return day(text)


def code(text):
    return text.upper() if text else None


def whole(text):
    return int(text) if text and re.fullmatch(r"[0-9]{1,18}", text) else None


def components(text, mark):
    parts = [part.strip(" ") or None for part in (text or "").split(mark)]
    return parts + [None] * 8


def envelope_columns(header, marks):
    """What an interchange says of itself, and the delimiters it uses."""
    names = {"sender_qualifier": 5, "sender_id": 6, "receiver_qualifier": 7, "receiver_id": 8, "control_number": 13}
    return {
        **{name: header.element(place) for name, place in names.items()},
        "interchange_date": short_day(header.element(9)),
        "usage_indicator": header.element(15),
        "version": header.element(12),
        "element_separator": shown(marks.element),
        "component_separator": shown(marks.component),
        "segment_terminator": shown(marks.terminator),
    }


def shown(mark):
    """A delimiter as people write it, where it can be seen at all."""
    [byte] = mark
    if mark in b"\n\r\t":
        return {b"\n": "\\n", b"\r": "\\r", b"\t": "\\t"}[mark]
    return f"\\x{byte:02x}" if byte < 32 or 127 <= byte <= 160 or byte == 173 else chr(byte)


def without_control_characters(text, kept):
    """The text as a person reads it: a tab is a blank, no other control character stays unless it separates."""
    read = (c for c in text if c in kept or (c >= " " and c != "\x7f") or c == "\t")
    return "".join(" " if c == "\t" and c not in kept else c for c in read)
