"""Turns the data of a letter into a PDF: the same bytes from the same data, on any machine.

Only the fonts inside typst are used and the time of creation is the letter's own day. Data goes in as JSON, so a text
from a remittance is a text to the template, whatever it holds.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Final

import typst

VERBATIM: Final = frozenset({"raw", "hash", "title"})  # cut elsewhere, or short enough
ZERO_WIDTH_SPACE: Final = "\u200b"
_LONG_WORD: Final = re.compile(r"\S{22,}")
TEMPLATE: Final = Path(__file__).with_name("letter.typ")


def pdf(data: Mapping[str, object], on: date) -> bytes:
    """The letter with `data` (see wording.py for its shape), dated `on`."""
    made = datetime.combine(on, time(), UTC)
    inputs = {"data": json.dumps(_breakable(data), ensure_ascii=False)}
    document = _compiler().compile(format="pdf", sys_inputs=inputs, timestamp=int(made.timestamp()))
    assert isinstance(document, bytes)
    return document


def _breakable(value: object) -> object:
    """The data with a place to break in every long word: a name without spaces must not run out of its column."""
    if isinstance(value, Mapping):
        return {key: each if key in VERBATIM else _breakable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_breakable(each) for each in value]
    return _LONG_WORD.sub(lambda word: ZERO_WIDTH_SPACE.join(word[0]), value) if isinstance(value, str) else value


@cache
def _compiler() -> typst.Compiler:
    """One for all letters: reading the fonts takes longer than a letter."""
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True)
