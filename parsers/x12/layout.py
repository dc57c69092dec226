"""Reads layout.toml: the declared map from the elements of segments to the columns of tables."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final, NamedTuple

import polars as pl

from parsers.x12.amounts import MONEY, QUANTITY

KINDS: Final = {
    "text": pl.String(),
    "code": pl.String(),
    "money": MONEY,
    "quantity": QUANTITY,
    "date": pl.Date(),
    "integer": pl.Int64(),
}
_COUNTED: Final = {"String": pl.String(), "Int32": pl.Int32(), "Int64": pl.Int64()}
_HEADER_LEVELS: Final = ("payment", "payer", "payee")
ALL_LEVELS: Final = (*_HEADER_LEVELS, "claim", "line", "footer")
_SOURCE = re.compile(
    r"(?:(?P<level>payer|payee) )?(?P<tag>[A-Z0-9]{2,3})(?:\*(?P<qualifier>\w+))? (?P<element>\d\d)(?P<moves>\+)?"
    r"(?:-(?P<first>\d)(?:\.\.(?P<last>\d))?)?(?: if (?P<test>\d\d)=(?P<value>\w+))?"
)


class Sought(NamedTuple):
    """A kind of segment: of this tag, maybe with this qualifier, at this level, with this value in this element."""

    tag: str
    qualifier: str | None
    level: str | None
    test: tuple[int, str] | None


@dataclass(frozen=True, slots=True)
class Source:
    """An element (or components of it) of a kind of segment."""

    segment: Sought
    element: int
    moves: bool
    components: tuple[int, ...]

    @property
    def tag(self) -> str:
        return self.segment.tag

    def number(self, offset: int) -> int:
        """The number of the element in the repeat at `offset`."""
        return self.element + offset if self.moves else self.element


@dataclass(frozen=True, slots=True)
class Column:
    """A column: where it comes from (no source: `fixed`, or counted by the reader) and what kind of value it is."""

    name: str
    kind: str
    dtype: pl.DataType
    sources: tuple[Source, ...] = ()
    fixed: str | None = None
    is_required: bool = False

    @property
    def is_inside(self) -> bool:
        """Whether the value is inside the transaction set, and not in what encloses it."""
        return bool(self.sources) and self.sources[0].tag not in ("ISA", "GS", "SE")

    def is_late(self, ordinal: str | None) -> bool:
        """Whether the value is supplied after the batches."""
        is_outside = bool(self.sources) and not self.is_inside
        return is_outside or (self.kind == "counted" and self.name not in ("level", ordinal))


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that one kind of segment makes in a table."""

    tag: str
    levels: tuple[str, ...]
    columns: tuple[Column, ...]
    offsets: tuple[int, ...]
    ordinal: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its keys, and what makes its rows; a table of the rest has only what no other table gathers."""

    name: str
    keys: tuple[str, ...]
    rows: tuple[Rows, ...]
    is_rest: bool

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """Name and type of every column, in order."""
        leading = dict.fromkeys(("file_number", "segment_number", *self.keys), pl.Int64())
        return {**leading, **{column.name: column.dtype for column in self.rows[0].columns}}


def _column(name: str, text: str) -> Column:
    if text.startswith("counted "):
        return Column(name, "counted", _COUNTED[text.removeprefix("counted ")])
    if text.startswith("="):
        return Column(name, "fixed", pl.String(), fixed=text[1:].strip() or None)
    places, _, words = text.partition(" : ")
    kind, *required = words.split() or ["text"]
    sources = tuple(_source(place) for place in places.split(" else "))
    return Column(name, kind, KINDS[kind], sources, is_required=required == ["required"])


def _source(text: str) -> Source:
    found = _SOURCE.fullmatch(text)
    if found is None:
        raise ValueError(f"layout.toml: cannot read {text!r}")
    first, last = found["first"], found["last"] or found["first"]
    components = tuple(range(int(first), int(last) + 1)) if first else ()
    test = (int(found["test"]), found["value"]) if found["test"] else None
    segment = Sought(found["tag"], found["qualifier"], found["level"], test)
    return Source(segment, int(found["element"]), bool(found["moves"]), components)


def _table(name: str, content: dict[str, Any]) -> Table:
    rows = []
    for tag, part in content.items():
        if tag in ("keys", "rest"):
            continue
        repeat = part.get("repeat", {})
        columns = tuple(_column(column, text) for column, text in part["columns"].items())
        levels = tuple(part.get("levels", ALL_LEVELS))
        rows.append(Rows(tag, levels, columns, tuple(repeat.get("offsets", (0,))), repeat.get("ordinal")))
    return Table(name, tuple(content["keys"]), tuple(rows), content.get("rest", False))


TABLES: Final = {
    name: _table(name, content)
    for name, content in tomllib.loads((files("parsers") / "x12" / "layout.toml").read_text("utf-8")).items()
}
