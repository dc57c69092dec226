"""The segments of one claim as the payer sent them, read from the archived file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.x12.interchange import COMPONENT, ELEMENT, SEGMENT, interchanges

if TYPE_CHECKING:
    from pathlib import Path

# The segments that end a claim.
ENDS = ("CLP", "LX", "PLB", "SE", "ST", "TS3", "TS2")
MAX_SEGMENTS = 500


class NotArchivedError(Exception):
    """The archive does not have this file."""


def claim_segments(archive: Path, sha256: str, first: int) -> list[tuple[int, str]]:
    """(segment number, text as sent) of the claim that begins at segment `first` (1-based) of an archived file."""
    if len(sha256) != 64 or not sha256.isalnum():
        raise NotArchivedError
    path = archive / sha256[:2] / sha256
    try:
        content = path.read_bytes()
    except OSError:
        raise NotArchivedError from None
    found: list[tuple[int, str]] = []
    passed = 0
    for interchange in interchanges(0, content)[0]:
        segments = [text for part in interchange.uniform_text().split(SEGMENT) if (text := part.strip(" "))]
        if first <= passed + len(segments):
            delimiters = interchange.delimiters
            for number, text in enumerate(segments[first - passed - 1 :], first):
                if found and (text.split(ELEMENT, 1)[0] in ENDS or len(found) == MAX_SEGMENTS):
                    return found
                shown = text.replace(ELEMENT, delimiters.element.decode("latin-1"))
                found.append((number, shown.replace(COMPONENT, delimiters.component.decode("latin-1"))))
            return found
        passed += len(segments)
    return found
