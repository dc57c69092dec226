"""Finds what separates elements and components and what ends a segment, from the interchange itself.

Elements are counted; the fixed offsets of the ISA are never trusted: real ones are too short, too long, and wrapped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

HEAD_BYTES: Final = 1024  # of an interchange: enough for the widest ISA and its next two segments
ISA_ELEMENTS: Final = 16

_ISA = re.compile(rb"I[\r\n]*S[\r\n]*A[\r\n]*([^A-Za-z0-9 \r\n])")
_TAG = rb"(?:G[\r\n]*S|T[\r\n]*A[\r\n]*1|I[\r\n]*E[\r\n]*A|S[\r\n]*T)[\r\n]*"
# The last element runs into the tag of the next segment: what it holds, then separator, terminator and line breaks.
_ENDING = re.compile(rb"([A-Za-z0-9]*)((?=.*[^ ])[^A-Za-z0-9]+)" + _TAG, re.DOTALL)
_FIRST_ENDING: Final = 8  # the ISA may be short of elements, but before ISA09 names could be taken for an ending
_QUALIFIERS: Final = (1, 3, 5, 7)  # of two characters each: they separate an ISA from prose
_FILLER: Final = b" \t\r\n"
_LINE_BREAK = re.compile(rb"[\r\n]")
# SVC01-1 and PLB03-1 are the first components of the composites that an 835 must send.
_PROCEDURE_QUALIFIERS = rb"(?:AD|ER|HC|HP|IV|N4|N6|NU|UI|WK|ZZ)"


@dataclass(frozen=True, slots=True)
class Delimiters:
    """One byte each. `terminator` is a line feed or carriage return where lines are segments."""

    element: bytes
    component: bytes
    terminator: bytes

    @property
    def ends_lines(self) -> bool:
        """Whether a line break ends a segment (so that it may not be removed)."""
        return self.terminator in (b"\n", b"\r")


@dataclass(frozen=True, slots=True)
class Header:
    """An ISA as it was sent: its elements 1 to 16 (fewer if fewer were sent), stripped, and its length in bytes."""

    elements: tuple[str, ...]
    length: int
    delimiters: Delimiters
    component_sent: bytes  # ISA16; empty if it is missing

    def element(self, number: int) -> str | None:
        """The text of ISA01 to ISA16, None if it is blank or was not sent."""
        return (self.elements[number - 1] or None) if number <= len(self.elements) else None


def read_header(head: bytes, *, is_certain: bool) -> Header | None:
    """The ISA at the beginning of `head`, or None if this is no ISA after all.

    `is_certain` skips the test of the two-character qualifiers: what begins a file with ISA is one, however mangled.
    """
    found = _ISA.match(head)
    if found is None:
        return None
    element = found[1]
    parts = head[found.end() :].split(element, ISA_ELEMENTS)
    elements, ending = _part_ending(parts)
    if not is_certain and not _has_qualifiers(elements):
        return None
    ending_at = found.end() + sum(len(part) + 1 for part in elements[:-1]) + len(elements[-1])
    component, terminator = _read_ending(elements[-1], ending, head[ending_at + len(ending) :])
    if not terminator or terminator == element:
        return None
    sent = component if component and not component.isalnum() else b""
    texts = [_LINE_BREAK.sub(b"", part).decode("latin-1").strip() for part in elements]
    if len(texts) == ISA_ELEMENTS:
        texts[-1] = component.decode("latin-1")
    length = ending_at + ending.index(terminator) + 1
    return Header(tuple(texts), length, Delimiters(element, sent or b":", terminator), sent)


def _part_ending(parts: list[bytes]) -> tuple[list[bytes], bytes]:
    """The elements, and what is between the last one's text and the tag of the next segment."""
    for place in range(_FIRST_ENDING, min(len(parts), ISA_ELEMENTS)):
        if found := _ENDING.fullmatch(parts[place]):
            return [*parts[:place], found[1]], found[2]
    elements = parts[:ISA_ELEMENTS]
    return [*elements[:-1], b""], elements[-1][:8]


def _has_qualifiers(elements: list[bytes]) -> bool:
    sent = [_LINE_BREAK.sub(b"", elements[place - 1]).strip() for place in _QUALIFIERS if place <= len(elements)]
    return len(elements) > max(_QUALIFIERS) and all(len(text) <= 2 for text in sent)


def _read_ending(last: bytes, ending: bytes, following: bytes) -> tuple[bytes, bytes]:
    """The component separator (maybe empty) and the terminator."""
    visible = ending.translate(None, _FILLER)
    line_break = b"\n" if b"\n" in ending else b"\r" if b"\r" in ending else b""
    if last or not visible:
        return last, visible[:1] or line_break
    if len(visible) > 1:
        return visible[:1], line_break if visible[1:2].isalnum() else visible[1:2]
    # One character before a line break: the component separator, unless it also ends the line that follows.
    next_line = following.split(line_break, 1)[0].rstrip(_FILLER) if line_break else visible
    return (b"", visible) if next_line.endswith(visible) else (visible, line_break)


def infer_delimiters(head: bytes) -> Delimiters | None:
    """The delimiters of a file without an ISA; `head` begins with GS or ST. None if no second segment can be found."""
    element = head[2:3]
    pattern = rb"([^A-Za-z0-9 \t\r\n]?)([ \t\r\n]*)(?:ST|BPR|TRN|LX|CLP|SE|GE)" + re.escape(element)
    found = re.compile(pattern).search(head, 3)
    if found is None:
        return None
    if found[1] and found[1] != element:
        return Delimiters(element, b":", found[1])
    if line_break := _LINE_BREAK.search(found[2]):
        return Delimiters(element, b":", b"\n" if b"\n" in found[2] else line_break[0])
    return None


def component_in_use(content: bytes, start: int, stop: int, delimiters: Delimiters) -> bytes | None:
    """What separates the components of the first composite procedure, else of the first provider adjustment."""
    element, end = re.escape(delimiters.element), re.escape(delimiters.terminator)
    first = rb"[^A-Za-z0-9\s" + element + end + rb"]"
    procedure = rb"SVC" + element + rb"\s*" + _PROCEDURE_QUALIFIERS + rb"(" + first + rb")"
    adjustment = rb"PLB" + (element + rb"[^" + element + end + rb"]*") * 2 + element + rb"[A-Z0-9]{2}(" + first + rb")"
    for pattern in (procedure, adjustment):
        if found := re.compile(pattern).search(content, start, stop):
            return found[1]
    return None
