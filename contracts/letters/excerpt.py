"""The part of a remittance that a claim stands in: its segments as they were sent, and each element by its name.

Reads the archived bytes themselves, not what was made of them, so that the payer finds its own words.
"""

import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

from parsers.x12.interchange import COMPONENT, ELEMENT, SEGMENT, interchanges

# What a claim ends at, and what the header of a payment ends at.
CLAIM_ENDS: Final = frozenset({"CLP", "LX", "TS3", "PLB", "SE", "ST", "GE", "GS", "IEA", "ISA"})
HEADER: Final = frozenset({"ST", "BPR", "TRN", "CUR", "REF", "DTM", "N1", "N2", "N3", "N4", "PER"})
# A remittance never tells the letter's reader more than what the payment is: account numbers stay at home.
BANK_ELEMENTS: Final = frozenset(range(6, 10)) | frozenset(range(12, 16))
WITHHELD: Final = "[…]"


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its place in the file (1-based), its text as sent, its elements with their names."""

    number: int
    tag: str
    raw: str
    name: str
    elements: tuple[tuple[str, str, str], ...]
    """(place such as CLP03, its name, its value) of every element that is not empty."""


@dataclass(frozen=True, slots=True)
class Address:
    """The lines below a party's name in the header; empty where none was sent."""

    payer: tuple[str, ...]
    payee: tuple[str, ...]


class Remittance:
    """The segments of one archived file. Never raises on content; places beyond the file give nothing."""

    def __init__(self, content: bytes) -> None:
        self._segments: list[tuple[list[str], str]] = []
        for interchange in interchanges(0, content)[0]:
            marks = interchange.delimiters
            element, component = marks.element.decode("latin-1"), marks.component.decode("latin-1")
            for part in interchange.uniform_text().split(SEGMENT):
                if text := part.strip(" "):
                    # Counted as the reader counts them, so that a place in the database is a place here.
                    self._segments.append(
                        (text.split(ELEMENT), text.replace(ELEMENT, element).replace(COMPONENT, component))
                    )

    def claim(self, number: int) -> tuple[Segment, ...]:
        """The segments of the claim whose CLP is segment `number`."""
        found = []
        for place in range(number, len(self._segments) + 1):
            tag = self._segments[place - 1][0][0]
            if place > number and tag in CLAIM_ENDS:
                break
            found.append(self._segment(place))
        return tuple(found)

    def header(self, number: int) -> tuple[Segment, ...]:
        """The segments of the payment whose ST is segment `number`, up to its first claim; bank accounts left out."""
        return tuple(self._segment(place) for place in self._header_places(number))

    def addresses(self, number: int) -> Address:
        """Street and city of payer and payee, from the header of the payment at segment `number`."""
        found: dict[str, list[str]] = {"PR": [], "PE": []}
        party = ""
        for place in self._header_places(number):
            elements = [value.strip() for value in self._segments[place - 1][0]]
            if elements[0] == "N1":
                party = elements[1] if len(elements) > 1 else ""
            elif elements[0] == "N3" and party in found:
                found[party].extend(value for value in elements[1:3] if value)
            elif elements[0] == "N4" and party in found:
                city, state, code = (*elements[1:4], "", "", "")[:3]
                found[party].append(" ".join(part for part in (f"{city}," if city else "", state, code) if part))
        return Address(tuple(found["PR"]), tuple(found["PE"]))

    def _header_places(self, number: int) -> Iterator[int]:
        for place in range(number, len(self._segments) + 1):
            tag = self._segments[place - 1][0][0]
            if tag not in HEADER or (place > number and tag == "ST"):
                return
            yield place

    def _segment(self, place: int) -> Segment:
        values, raw = self._segments[place - 1]
        tag = values[0]
        if tag == "BPR":
            values = _without(values, BANK_ELEMENTS)
            mark = raw[3:4] or "*"
            raw = mark.join(value.replace(COMPONENT, ":") for value in values)
        name, *names = _dictionary().get(tag, ("",))
        elements = tuple(
            (
                f"{tag}{position:02d}",
                names[position - 1] if position <= len(names) else "",
                _told(f"{tag}{position:02d}", value.replace(COMPONENT, ":")),
            )
            for position, value in enumerate(values[1:], 1)
            if value
        )
        return Segment(place, tag, raw, name, elements)


def _without(values: Sequence[str], places: Collection[int]) -> list[str]:
    return [WITHHELD if place in places and value else value for place, value in enumerate(values)]


def _told(place: str, value: str) -> str:
    meaning = _meanings().get(place, {}).get(value)
    return f"{value} ({meaning})" if meaning else value


@cache
def _dictionary() -> dict[str, tuple[str, ...]]:
    return {tag: tuple(names) for tag, names in _document().items() if tag != "codes"}


@cache
def _meanings() -> dict[str, dict[str, str]]:
    return dict(_document()["codes"])


def _document() -> dict[str, Any]:
    return tomllib.loads((files("contracts") / "letters" / "segments.toml").read_text(encoding="utf-8"))
