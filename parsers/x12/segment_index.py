"""Where each segment of a file is in its bytes, under the numbers the reader gives them.

The spans and the gaps between them (terminators, line breaks, text outside any interchange) are the whole file: joined
in order they give the archived bytes back exactly. Nothing is decoded that need not be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from parsers.x12.interchange import interchanges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from parsers.x12.interchange import Interchange

_SHOWN: Final = bytes.maketrans(b"\t", b" ")
_UTF16_MARKS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment as it was sent, with what separates its elements and components.

    `text` has no line breaks and no outer spaces. `start` and `stop` are byte offsets in the file.
    """

    number: int
    start: int
    stop: int
    text: str
    element_separator: str
    component_separator: str

    @property
    def tag(self) -> str:
        return self.elements[0]

    @property
    def elements(self) -> list[str]:
        """The tag, then element 1, 2, ..."""
        return self.text.split(self.element_separator)

    def components(self, element: int) -> list[str]:
        """The components of an element; ISA16 is the separator itself and has none."""
        sent = self.elements[element]
        return [sent] if self.tag == "ISA" else sent.split(self.component_separator)


def segments(content: bytes) -> Iterator[Segment]:
    """Every segment of the file in order; never raises on content."""
    number = 0
    for each in interchanges(0, content)[0]:
        place = _Places(content, each)
        for start, stop in _spans(each):
            number += 1
            marks = each.delimiters
            kept = b"\t" + marks.element + marks.component
            dropped = bytes(code for code in (*range(32), 127) if code not in kept)
            shown = _SHOWN if b"\t" not in kept[1:] else None
            yield Segment(
                number,
                place.of(start),
                place.of(stop),
                each.content[start:stop].translate(shown, dropped).decode(each.encoding),
                marks.element.decode("latin-1"),
                marks.component.decode("latin-1"),
            )


def _spans(interchange: Interchange) -> Iterator[tuple[int, int]]:
    """(start, stop) of each segment in the interchange's own bytes: between terminators, without what is invisible."""
    marks = interchange.delimiters
    kept = marks.element + marks.component + marks.terminator
    invisible = bytes(code for code in (*range(33), 127) if code not in kept)
    content, terminator = interchange.content, marks.terminator
    start = interchange.start
    while start < interchange.stop:
        found = content.find(terminator, start, interchange.stop)
        end = interchange.stop if found < 0 else found
        part = content[start:end]
        if visible := part.strip(invisible):
            first = start + len(part) - len(part.lstrip(invisible))
            yield first, first + len(visible)
        start = end + 1


class _Places:
    """Offsets in the file of offsets in the text the reader works on: the same, but for UTF-16, which it rewrites."""

    def __init__(self, content: bytes, interchange: Interchange) -> None:
        self._encoding = None if interchange.content is content else _UTF16_MARKS.get(content[:2])
        self._text = interchange.content
        self._at, self._place = 0, 2

    def of(self, offset: int) -> int:
        """`offset` must not be less than the one asked for before."""
        if self._encoding is None:
            return offset
        passed = self._text[self._at : offset].decode("utf-8", errors="replace")
        self._place += len(passed.encode(self._encoding, errors="replace"))
        self._at = offset
        return self._place
