"""Cuts the bytes of a file into its interchanges and makes their text uniform, so that all become one frame.

The only assumption about a file is that segments follow each other; everything odd in it is a finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from parsers.x12.delimiters import HEAD_BYTES, Delimiters, Header, component_in_use, infer_delimiters, read_header
from parsers.x12.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

# What every interchange is rewritten to. Control characters that are no delimiters are dropped, so these are free.
ELEMENT: Final = "\x1d"
SEGMENT: Final = "\x1e"
COMPONENT: Final = "\x1f"
DROPPED: Final = "\x00"

_WRAP_SAMPLE: Final = 1 << 16
_SLICE_BYTES: Final = 1 << 19  # so much stays in the processor's cache while it is rewritten
_BLANK: Final = bytes(range(33))
_VISIBLE = re.compile(rb"[^\x00- ]")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_START_WITHOUT_ISA = re.compile(
    rb"(?<![A-Za-z0-9])(?:GS([^A-Za-z0-9\s])[A-Z]{2}\1|ST([^A-Za-z0-9\s])\d{3}(?=\2|[^A-Za-z0-9]))"
)
_PLAIN_ISA = re.compile(rb"ISA")
_WRAPPED_ISA = re.compile(rb"I[\r\n]*S[\r\n]*A")


@dataclass(frozen=True, slots=True)
class Interchange:
    """The bytes `start` to `stop` of a file; they begin with ISA, or with GS or ST and no `header`."""

    content: bytes
    start: int
    stop: int
    delimiters: Delimiters
    header: Header | None
    encoding: str

    @property
    def component(self) -> str:
        """What separates components in the uniform text."""
        mark = self.delimiters.component
        return COMPONENT if mark < b" " else mark.decode("latin-1")

    def pieces(self, piece_bytes: int) -> Iterator[Interchange]:
        """The interchange in pieces of about `piece_bytes`, each but the first beginning with an ST."""
        marks = self.delimiters
        opening = re.compile(re.escape(marks.terminator) + rb"\s*S[\r\n]*T[\r\n]*" + re.escape(marks.element))
        start, header = self.start, self.header
        while self.stop - start > piece_bytes:
            found = opening.search(self.content, start + piece_bytes, self.stop)
            if found is None:
                break
            yield replace(self, start=start, stop=found.start() + 1, header=header)
            start, header = found.start() + 1, None
        yield replace(self, start=start, header=header)

    def uniform_text(self) -> str:
        """The text with ELEMENT, SEGMENT and (if it was a control character) COMPONENT, without line breaks."""
        return b"".join(self.uniform_parts()).decode().replace(DROPPED, "")

    def uniform_parts(self) -> Iterator[bytes]:
        """The same in UTF-8, cut behind segments: the ISA (empty where there is none), then slices of the rest.

        What is to be dropped is in it as DROPPED: to leave it out here would take twice as long.
        """
        terminator, start = self.delimiters.terminator, self.start
        # Up to the first terminator, even where the header says more: an ISA is one segment.
        body = self._behind(start) if self.header else start
        yield self._uniform(start, body)
        last = self.content.rfind(terminator, body, self.stop)
        is_last = last >= 0 and not self.content[last + 1 : self.stop].strip(_BLANK)
        start, stop = body, last if is_last else self.stop
        while start < stop:
            end = min(self._behind(start + _SLICE_BYTES), stop)
            yield self._uniform(start, end)
            start = end

    def _behind(self, place: int) -> int:
        """Where the next segment begins."""
        end = self.content.find(self.delimiters.terminator, place, self.stop)
        return self.stop if end < 0 else end + 1

    def _uniform(self, start: int, stop: int) -> bytes:
        text = self.content[start:stop].translate(_translation(self.delimiters))
        return text if self.encoding in ("ascii", "utf-8") else text.decode(self.encoding).encode()


@lru_cache(maxsize=256)
def _translation(marks: Delimiters) -> bytes:
    table = bytearray(range(256))
    for code in (*range(32), 127):
        table[code] = ord(DROPPED)
    table[ord("\t")] = ord(" ")
    component = marks.component[0]
    table[component] = ord(COMPONENT) if component < ord(" ") else component
    table[marks.element[0]] = ord(ELEMENT)
    table[marks.terminator[0]] = ord(SEGMENT)
    return bytes(table)


def interchanges(file_number: int, content: bytes) -> tuple[list[Interchange], list[Finding]]:
    """The interchanges of a file in order, and what is odd about the file as a whole. Never raises on content."""
    findings: list[Finding] = []
    content = _as_single_bytes(file_number, content, findings)
    if not _VISIBLE.search(content):
        return [], [*findings, Finding(file_number, "empty_file")]
    first = _first_header(content)
    headers = [first] if first else []
    if first:
        is_wrapped = _is_wrapped(content, first[0], first[1].delimiters)
        headers += _headers(content, first[0] + first[1].length, is_wrapped=is_wrapped)
    found = []
    before = content[: headers[0][0]] if headers else content
    if without_isa := _without_isa(content, len(before)):
        findings.append(Finding(file_number, "no_isa"))
        found.append(without_isa)
        before = content[: without_isa.start]
    stops = [*(start for start, _ in headers[1:]), len(content)]
    for (start, header), stop in zip(headers, stops, strict=False):
        found.append(_interchange(content, start, stop, header.delimiters, header))
    if not found:
        return [], [*findings, Finding(file_number, "not_x12")]
    findings += [Finding(file_number, code) for code in _oddities_before(before)]
    if _is_wrapped(content, found[0].start, found[0].delimiters):
        findings.append(Finding(file_number, "hard_wrapped_lines"))
    for encoding, code in (("utf-8", "text_is_utf8"), ("cp1252", "text_is_not_utf8"), ("latin-1", "text_is_not_utf8")):
        if any(each.encoding == encoding for each in found):
            findings.append(Finding(file_number, code, detail=encoding))
    return found, findings


def _as_single_bytes(file_number: int, content: bytes, findings: list[Finding]) -> bytes:
    """UTF-16 (what Windows editors save) as UTF-8; anything else unchanged."""
    if content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return content
    findings.append(Finding(file_number, "utf16_text"))
    return content.decode("utf-16", errors="replace").encode()


def _first_header(content: bytes) -> tuple[int, Header] | None:
    """The first ISA: certain at the very beginning of the file, by its qualifiers after other text."""
    mark = len(_BYTE_ORDER_MARK) if content.startswith(_BYTE_ORDER_MARK) else 0
    visible = _VISIBLE.search(content, mark)
    opening = visible.start() if visible else mark
    if header := read_header(content[opening : opening + HEAD_BYTES], is_certain=True):
        return opening, header
    return next(_headers(content, opening, is_wrapped=False), None)


def _headers(content: bytes, position: int, *, is_wrapped: bool) -> Iterator[tuple[int, Header]]:
    """Every ISA from `position` on. A name ISA is none: it has an element separator before it as well as after it."""
    for start in _tags(content, position, is_wrapped=is_wrapped):
        before = content[start - 1 : start]
        header = None if before.isalnum() else read_header(content[start : start + HEAD_BYTES], is_certain=False)
        if header and before != header.delimiters.element:
            yield start, header


def _tags(content: bytes, position: int, *, is_wrapped: bool) -> Iterator[int]:
    """Where the letters ISA are. Only a wrapped file is searched for line breaks among them: that takes far longer."""
    letters = _WRAPPED_ISA if is_wrapped else _PLAIN_ISA
    return (found.start() for found in letters.finditer(content, position))


def _is_wrapped(content: bytes, start: int, marks: Delimiters) -> bool:
    """Whether lines end inside segments, judged by the beginning of the file."""
    stop = min(len(content), start + _WRAP_SAMPLE)
    sample = content[start:stop]
    if marks.ends_lines or sample.count(b"\n") == sample.count(marks.terminator + b"\n"):
        return False
    inside = rb"[^\s" + re.escape(marks.terminator) + rb"]"
    wrap = re.compile(inside + rb" *\r?\n *" + inside)
    return wrap.search(sample) is not None


def _without_isa(content: bytes, stop: int) -> Interchange | None:
    """What begins with GS or ST before the first ISA, or in a file that has none."""
    found = _START_WITHOUT_ISA.search(content, 0, stop)
    if found is None:
        return None
    marks = infer_delimiters(content[found.start() : min(stop, found.start() + HEAD_BYTES)])
    return _interchange(content, found.start(), stop, marks, None) if marks else None


def _interchange(content: bytes, start: int, stop: int, marks: Delimiters, header: Header | None) -> Interchange:
    in_use = component_in_use(content, start, stop, marks)
    marks = replace(marks, component=in_use) if in_use else marks
    return Interchange(content, start, stop, marks, header, _encoding(content, start, stop, marks))


def _encoding(content: bytes, start: int, stop: int, marks: Delimiters) -> str:
    if not (marks.element + marks.component + marks.terminator).isascii():
        return "latin-1"  # a byte that ends segments cannot be a part of a longer character
    text = content if (start, stop) == (0, len(content)) else content[start:stop]
    if text.isascii():
        return "ascii"
    for encoding in ("utf-8", "cp1252"):
        try:
            text.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def _oddities_before(before: bytes) -> list[str]:
    """What comes before the first segment of the file."""
    codes = ["byte_order_mark"] if before.startswith(_BYTE_ORDER_MARK) else []
    if before.removeprefix(_BYTE_ORDER_MARK).strip(_BLANK):
        codes.append("text_before_isa")
    return codes
