"""The excerpt of a remittance about one claim: its segments as they were sent, and the name of each element.

It reads the archived bytes, not the database, so that the payer finds exactly what it sent.
"""

import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from parsers.x12.interchange import COMPONENT, ELEMENT, SEGMENT, interchanges

if TYPE_CHECKING:
    from parsers.x12.delimiters import Delimiters

# The segments that end a claim, and the segments of a payment's header.
CLAIM_ENDS: Final = frozenset({"CLP", "LX", "TS2", "TS3", "PLB", "SE", "ST", "GE", "GS", "IEA", "ISA"})
HEADER: Final = frozenset({"ST", "BPR", "TRN", "CUR", "REF", "DTM", "N1", "N2", "N3", "N4", "PER"})
# The elements of BPR with bank and account numbers, which a letter leaves out.
BANK_ELEMENTS: Final = frozenset(range(6, 10)) | frozenset(range(12, 16))
WITHHELD: Final = "[…]"


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its position in the file (1-based), its text as sent, its elements with their names."""

    number: int
    tag: str
    raw: str
    name: str
    elements: tuple[tuple[str, str, str], ...]
    """(position such as CLP03, name, value) of every element that is not empty."""


@dataclass(frozen=True, slots=True)
class Address:
    """The address lines of payer and payee in the header; empty where none was sent."""

    payer: tuple[str, ...]
    payee: tuple[str, ...]


class Remittance:
    """The segments of one archived file. No content raises; a segment number beyond the file gives no segments."""

    def __init__(self, content: bytes) -> None:
        self._segments: list[tuple[str, Delimiters]] = []
        for interchange in interchanges(0, content)[0]:
            # Numbered as the reader numbers them, so that segment numbers of the database are valid here.
            texts = (part.strip(" ") for part in interchange.uniform_text().split(SEGMENT))
            self._segments.extend((text, interchange.delimiters) for text in texts if text)

    def claim(self, number: int) -> tuple[Segment, ...]:
        """The segments of the claim whose CLP is segment `number`."""
        found = []
        for place in range(number, len(self._segments) + 1):
            if place > number and self._elements(place)[0] in CLAIM_ENDS:
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
            elements = [value.strip() for value in self._elements(place)]
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
            tag = self._elements(place)[0]
            if tag not in HEADER or (place > number and tag == "ST"):
                return
            yield place

    def _elements(self, place: int) -> list[str]:
        return self._segments[place - 1][0].split(ELEMENT)

    def _segment(self, place: int) -> Segment:
        text, delimiters = self._segments[place - 1]
        element, component = delimiters.element.decode("latin-1"), delimiters.component.decode("latin-1")
        raw = text.replace(ELEMENT, element).replace(COMPONENT, component)
        values = self._elements(place)
        tag = values[0]
        if tag == "BPR":
            values = _without(values, BANK_ELEMENTS)
            raw = element.join(value.replace(COMPONENT, component) for value in values)
        name, *names = _dictionary().get(tag, ("",))
        elements = tuple(
            (
                f"{tag}{position:02d}",
                names[position - 1] if position <= len(names) else "",
                _with_meaning(f"{tag}{position:02d}", value.replace(COMPONENT, ":")),
            )
            for position, value in enumerate(values[1:], 1)
            if value
        )
        return Segment(place, tag, raw, name, elements)


def _without(values: Sequence[str], places: Collection[int]) -> list[str]:
    return [WITHHELD if place in places and value else value for place, value in enumerate(values)]


def _with_meaning(place: str, value: str) -> str:
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
