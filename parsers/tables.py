"""Segment frame to tables: filter by tag and level, split off the elements that layout.toml names, give them types.

Numbers of payments, claims and lines count from 1 in the batch; `parsers.remittance` makes them run over all batches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.interchange import ELEMENT
from parsers.layout import PLACES, Column, Rows, Source, Table
from parsers.segments import LEVEL_TYPE
from parsers.values import typed, value_findings

if TYPE_CHECKING:
    from collections.abc import Iterable

# The tables whose rows gather facts from other segments: the key by which these belong to a row, their places.
_GATHERING: Final = {
    "payment": ("payment_number", ("payment", "payer", "payee")),
    "claim": ("claim_number", ("claim",)),
    "line": ("line_number", ("line",)),
}
_OFFSET: Final = "offset of the repeat"


class Batch:
    """A segment frame, the split segments that several tables share, and the findings made on the way."""

    def __init__(self, segments: pl.DataFrame) -> None:
        self.segments = segments
        self.findings: list[pl.DataFrame] = []
        self._split: dict[str, pl.DataFrame] = {}

    def split(self, tag: str) -> pl.DataFrame:
        """The segments `tag` inside payments, with a text column for each place of layout.toml ('03', '01-2')."""
        if tag not in self._split:
            is_inside = pl.col("level") < pl.lit("orphan", LEVEL_TYPE)
            rows = self.segments.filter((pl.col("tag") == tag) & is_inside)
            self._split[tag] = split_places(rows, PLACES[tag]).drop("text", "tag", "component")
        return self._split[tag]


def split_places(rows: pl.DataFrame, places: Iterable[str]) -> pl.DataFrame:
    """The rows with `text` split into the elements and components that `places` name; absent and blank are null."""
    elements = sorted({place[:2] for place in places})
    rows = rows.with_columns(parts=pl.col("text").str.split(ELEMENT))
    rows = rows.with_columns(_part(int(element)).alias(element) for element in elements)
    composites = sorted({place[:2] for place in places if "-" in place})
    separators = rows["component"].unique()
    separator = pl.lit(separators[0]) if len(separators) == 1 else pl.col("component")
    for element in composites:
        rows = rows.with_columns(parts=pl.col(element).str.split(separator))
        rows = rows.with_columns(_components(place).alias(place) for place in places if place.startswith(f"{element}-"))
    return rows.drop("parts")


def _part(number: int) -> pl.Expr:
    text = pl.col("parts").list.get(number, null_on_oob=True).str.strip_chars(" ")
    return pl.when(text != "").then(text)


def _components(place: str) -> pl.Expr:
    first, _, last = place[3:].partition("..")
    parts = [_part(number - 1) for number in range(int(first), int(last or first) + 1)]
    if len(parts) == 1:
        return parts[0]
    joined = pl.concat_str(parts, separator=":", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def table_of(batch: Batch, table: Table) -> pl.DataFrame:
    """All rows of one table in the order of their segments; what cannot be read is added to the batch's findings.

    Columns that `parsers.envelope` or `parsers.remittance` supply are left out.
    """
    frames = [_rows(batch, table, rows) for rows in table.rows]
    if len(frames) == 1:
        return frames[0].drop("row")
    return pl.concat(frames).sort("row", maintain_order=True).drop("row")


def _rows(batch: Batch, table: Table, rows: Rows) -> pl.DataFrame:
    split = batch.split(rows.tag)
    if len(rows.levels) < len(LEVEL_TYPE.categories):
        split = split.filter(pl.col("level").is_in(rows.levels))
    if table.name in _GATHERING:
        split = _gathered(batch, table, rows, split)
    texts = _unrolled(split, table, rows)
    values = texts.with_columns(typed(column, pl.col(column.name)) for column in rows.columns if column.is_inside)
    batch.findings += value_findings(table, rows, texts, values, pl.col(_OFFSET))
    return values.drop(_OFFSET)


def _unrolled(split: pl.DataFrame, table: Table, rows: Rows) -> pl.DataFrame:
    """One text column a table column, one row a repeat that holds anything."""
    keys = ("row", "file_number", "segment_number", *table.keys)
    repeats = []
    for number, offset in enumerate(rows.offsets, start=1):
        columns = [_text(column, rows, offset, number) for column in rows.columns]
        repeat = split.select(
            *keys, *(column for column in columns if column is not None), pl.lit(offset).alias(_OFFSET)
        )
        moving = [column.name for column in rows.columns if any(source.moves for source in column.sources)]
        if moving:
            repeat = repeat.filter(pl.any_horizontal(pl.col(moving).is_not_null()))
        if number == 1 or len(repeat):
            repeats.append(repeat)
    if len(repeats) == 1:
        return repeats[0]
    return pl.concat(repeats).sort("row", maintain_order=True)


def _text(column: Column, rows: Rows, offset: int, number: int) -> pl.Expr | None:
    if column.name == rows.ordinal:
        return pl.lit(number, pl.Int32).alias(column.name)
    if column.name == "level":
        return pl.col("level").cast(pl.String)
    if column.kind == "fixed":
        return pl.lit(column.fixed, pl.String).alias(column.name)
    if not column.is_inside:
        return None
    found = [pl.col(source.place(offset) if source.tag == rows.tag else source.name) for source in column.sources]
    return pl.coalesce(found).alias(column.name)


def _gathered(batch: Batch, table: Table, rows: Rows, split: pl.DataFrame) -> pl.DataFrame:
    """The rows with a text column, named as in layout.toml, for each place of another segment that belongs to them."""
    key, levels = _GATHERING[table.name]
    wanted: dict[Source, list[Source]] = {}
    for source in (source for column in rows.columns if column.is_inside for source in column.sources):
        if source.tag != rows.tag:
            wanted.setdefault(source.segment, []).append(source)
    for segment, sources in wanted.items():
        # LX stands before its claims: they share its running number instead of the claim's.
        keys = ["payment_number", "lx_number"] if segment.tag == "LX" else [key]
        found = batch.split(segment.tag)
        if segment.tag != "LX":
            found = found.filter(pl.col("level").is_in([segment.level] if segment.level else levels))
        if segment.qualifier:
            found = found.filter(pl.col("01") == segment.qualifier)
        if segment.test:
            found = found.filter(pl.col(f"{segment.test[0]:02d}") == segment.test[1])
        first = found.filter(pl.struct(keys).ne_missing(pl.struct(keys).shift()))
        first = first.select(*keys, *(pl.col(source.place()).alias(source.name) for source in sources))
        split = split.join(first, on=keys, how="left", maintain_order="left")
    return split
