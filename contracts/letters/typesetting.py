"""Turns the data of a letter into a PDF; the same data give the same bytes on any machine.

For that it uses only the fonts inside typst, and the letter's date as the time of creation. Data go in as JSON, so that
the template reads no text of a remittance as markup.
"""

import json
import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

import typst

VERBATIM: Final = frozenset({"raw", "hash", "title"})  # never broken: already cut to width, or short
MAY_BREAK: Final = "\u200b"
_LONG_WORD: Final = re.compile(r"\S{22,}")
_LONG_IN_A_COLUMN: Final = re.compile(r"\S{16,}")
NARROW: Final = frozenset({"lines", "fee_rows"})
TEMPLATE: Final = Path(__file__).with_name("letter.typ")
_OF_THREAD: Final = threading.local()


def pdf(data: Mapping[str, object], on: date) -> bytes:
    """The letter with `data` (see claim_letter.py for its shape), dated `on`."""
    made = datetime.combine(on, time(), UTC)
    text = json.dumps(_breakable(data), ensure_ascii=False)
    inputs = {"data": text, "breaks": "yes" if MAY_BREAK in text else "no"}
    document = _compiler().compile(format="pdf", sys_inputs=inputs, timestamp=int(made.timestamp()))
    assert isinstance(document, bytes)
    return document


def _breakable(value: object, long_word: re.Pattern[str] = _LONG_WORD) -> object:
    """The data with zero-width spaces in every long word, so that a name without spaces stays in its column."""
    if isinstance(value, Mapping):
        narrow = {key: _LONG_IN_A_COLUMN if key in NARROW else long_word for key in value}
        return {key: each if key in VERBATIM else _breakable(each, narrow[key]) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_breakable(each, long_word) for each in value]
    return long_word.sub(lambda word: MAY_BREAK.join(word[0]), value) if isinstance(value, str) else value


def pdfs(letters: Sequence[Mapping[str, object]], on: date) -> Iterator[bytes]:
    """Every letter as `pdf` makes it, in the same order. typst releases Python's lock, so threads use all cores."""
    with ThreadPoolExecutor(min(len(letters), os.cpu_count() or 1) or 1) as pool:
        yield from pool.map(lambda data: pdf(data, on), letters)


def _compiler() -> typst.Compiler:
    """The compiler of this thread. Reading the fonts takes longer than a letter, and two threads may not share one."""
    if not hasattr(_OF_THREAD, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False)
        _OF_THREAD.compiler = typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True)
    compiler: typst.Compiler = _OF_THREAD.compiler
    return compiler
