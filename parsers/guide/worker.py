"""The process that runs pyx12: reads files on standard input, answers one line of JSON each; it may die at any time.

parsers/guide/conformance.py starts it; it keeps no state. Answers carry codes, places and counts, never values, and
nothing of pyx12's own messages, which quote the remittance.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import resource
import sys
from typing import Any

import pyx12.error_handler
import pyx12.errors
import pyx12.map_index
import pyx12.params
import pyx12.x12n_document

KINDS = {"isa": "interchange", "gs": "group", "st": "transaction", "seg": "segment", "ele": "element"}
GUIDE, GUIDE_SENT, GROUP = "005010X221A1", "005010X221", "HP"


class _Places:
    """What was objected to in one file: (code, place) -> first segment number and how often. pyx12 numbers as we do."""

    def __init__(self) -> None:
        self.segment = 1
        self.found: dict[tuple[str, str | None], list[int]] = {}

    def note(self, kind: str, number: str, place: str | None) -> None:
        entry = self.found.setdefault((f"{KINDS[kind]} {number}", place), [self.segment, 0])
        entry[1] += 1


_places = _Places()


class _Recorder(pyx12.error_handler.err_handler):  # type: ignore[misc]
    """pyx12's own collector, which also notes each error by code and place."""

    def isa_error(self, err_cde: str, err_str: str) -> None:
        _places.note("isa", err_cde, None)
        super().isa_error(err_cde, err_str)

    def gs_error(self, err_cde: str, err_str: str) -> None:
        _places.note("gs", err_cde, None)
        super().gs_error(err_cde, err_str)

    def st_error(self, err_cde: str, err_str: str) -> None:
        _places.note("st", err_cde, None)
        super().st_error(err_cde, err_str)

    def seg_error(self, err_cde: str, err_str: str, err_value: Any = None, src_line: int | None = None) -> None:  # noqa: ANN401
        _places.note("seg", err_cde, _tag(getattr(self.cur_seg_node, "seg_id", None)))
        super().seg_error(err_cde, err_str, err_value, src_line)

    def ele_error(self, err_cde: str, err_str: str, bad_value: Any, refdes: str | None = None) -> None:  # noqa: ANN401
        _places.note("ele", err_cde, refdes)
        super().ele_error(err_cde, err_str, bad_value, refdes)


def _tag(sent: str | None) -> str | None:
    """A tag as a place; a mangled segment may hold anything where its tag should be."""
    return sent if sent and len(sent) <= len("CLP") and sent.isalnum() and sent.isupper() else None


def _without_addendum(get: Any) -> Any:  # noqa: ANN401
    """GS08 005010X221 is checked as 005010X221A1, and noted."""

    def get_filename(
        self: Any,  # noqa: ANN401
        icvn: str | None,
        vriic: str | None,
        fic: str | None,
        tspc: str | None = None,
    ) -> Any:  # noqa: ANN401
        if vriic == GUIDE_SENT and fic == GROUP:
            _places.found.setdefault(("group guide", "GS08"), [_places.segment, 0])[1] += 1
            vriic = GUIDE
        return get(self, icvn, vriic, fic, tspc)

    return get_filename


def check(content: bytes) -> list[tuple[str, str | None, int | None, int]]:
    """(code, place, first segment, count) for everything pyx12 objects to in a file."""
    global _places  # noqa: PLW0603 -- pyx12 makes its collector itself, so there is nowhere else to hand it over
    _places = _Places()

    def passed(*_: object) -> None:
        _places.segment += 1

    # pyx12 opens files as ASCII only; Latin-1 gives every byte a character of its own.
    text = io.StringIO(content.removeprefix(b"\xef\xbb\xbf").lstrip().decode("latin-1"))
    code: str | None = None
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            pyx12.x12n_document.x12n_document(pyx12.params.ParamsBase(), text, None, None, callback=passed)
        if _places.segment == 1:
            code = "conformance_not_x12"
    except pyx12.errors.EngineError as error:
        code = "conformance_guide_unknown" if "Map not found" in str(error) else "conformance_not_finished"
    except pyx12.errors.X12Error:
        code = "conformance_not_x12"
    except Exception:  # noqa: BLE001 -- pyx12 raises anything on a malformed file
        code = "conformance_not_finished"
    if ("group guide", "GS08") in _places.found:
        _places.found.pop(("element 7", "GS08"), None)  # the same objection
    found = [(kind, place, first, count) for (kind, place), (first, count) in _places.found.items()]
    return [*found, (code, None, _places.segment, 1)] if code else [*found]


def serve(memory_megabytes: int) -> None:
    """Answer files until standard input ends: each is its length on a line, then its bytes."""
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (memory_megabytes << 20, memory_megabytes << 20))
    os.nice(10)
    pyx12.error_handler.err_handler = _Recorder
    pyx12.map_index.map_index.get_filename = _without_addendum(pyx12.map_index.map_index.get_filename)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    while length := sys.stdin.buffer.readline():
        print(json.dumps(check(sys.stdin.buffer.read(int(length)))), file=answers, flush=True)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
