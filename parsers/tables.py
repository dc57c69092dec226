"""Segments to tables: filter by tag and level, take the elements that layout.toml names, give them types.

Numbers of payments, claims and lines count from 1 in the batch; `parsers.remittance` makes them run over all batches.
Each step is one expression list over a whole frame: thousands of small steps would cost more than the work itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.layout import ALL_LEVELS
from parsers.segments import LEVEL, LEVELS, Segments
from parsers.values import typed, value_findings, with_late_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from parsers.layout import Column, Rows, Source, Table

# The tables whose rows gather facts from other segments: the key by which these belong to a row, and their levels.
_GATHERING: Final = {
    "payment": ("payment_number", ("payment", "payer", "payee")),
    "claim": ("claim_number", ("claim",)),
    "line": ("line_number", ("line",)),
}
# What the rows of some tags must know besides: who separates their components, and under which LX they stand.
_ORIGINS: Final = {"SVC": ("piece",), "PLB": ("piece",), "CLP": ("lx_number",), "LX": ("lx_number",)}
_LEVEL_NAME: Final = pl.Enum(LEVELS)


class Batch:
    """The segments of a batch, those of each tag found once, and the findings made on the way."""

    def __init__(self, segments: Segments) -> None:
        self.segments = segments
        self.findings: list[pl.DataFrame] = []
        self._of_tag: dict[str, pl.DataFrame] = {}

    def of(self, tag: str) -> pl.DataFrame:
        """The segments `tag` inside payments, with their first element as `qualifier`."""
        if tag not in self._of_tag:
            found = self.segments.placed(pl.col("tag") == tag, *_ORIGINS.get(tag, ()))
            found = found.with_columns(qualifier=self.segments.element(1))
            is_inside = found["level"] < LEVEL["orphan"]
            self._of_tag[tag] = found if is_inside.all() else found.filter(is_inside)
        return self._of_tag[tag]


def table_of(batch: Batch, table: Table) -> pl.DataFrame:
    """All rows of one table in the order of their segments; what cannot be read is added to the batch's findings.

    Columns that `parsers.envelope` or `parsers.remittance` supply are left out.
    """
    frames = [frame for rows in table.rows for frame in _repeats(batch, table, rows)]
    joined = frames[0] if len(frames) == 1 else pl.concat(frames).sort("row", maintain_order=True)
    return joined.drop("row")


def _repeats(batch: Batch, table: Table, rows: Rows) -> Iterator[pl.DataFrame]:
    """The rows that one kind of segment makes: a frame for each repeat that any segment has."""
    segments = batch.of(rows.tag)
    if rows.levels != ALL_LEVELS:
        segments = segments.filter(pl.col("level").is_in([LEVEL[name] for name in rows.levels]))
    if table.name in _GATHERING:
        segments = _with_gathered(batch, table, rows, segments)
    moving = [source for column in rows.columns for source in column.sources if source.moves]
    for ordinal, offset in enumerate(rows.offsets, start=1):
        repeat = segments
        if moving:
            repeat = segments.filter(pl.col("count") > min(source.number(offset) for source in moving))
        if ordinal == 1 or len(repeat):
            yield _repeat(batch, table, rows, repeat, ordinal)


def _repeat(batch: Batch, table: Table, rows: Rows, segments: pl.DataFrame, ordinal: int) -> pl.DataFrame:
    offset = rows.offsets[ordinal - 1]
    keys = ("file_number", "segment_number", *table.keys)
    inside = [column for column in rows.columns if column.is_inside]
    segments = _with_parts(batch, rows, segments, offset)
    texts = segments.select("row", "level", *keys, *(_text(batch, rows, column, offset) for column in inside))
    if moving := [column.name for column in inside if column.sources[0].moves]:
        texts = texts.filter(pl.any_horizontal(pl.col(moving).is_not_null()))
    values = with_late_values(inside, texts, texts.with_columns(typed(column) for column in inside))
    batch.findings += value_findings(table, rows, texts, values, offset)
    columns = [column for column in rows.columns if not column.is_late(rows.ordinal)]
    return values.select("row", *keys, *(_finished(rows, column, ordinal) for column in columns))


def _finished(rows: Rows, column: Column, ordinal: int) -> pl.Expr:
    if column.kind == "fixed":
        return pl.lit(column.fixed, pl.String).alias(column.name)
    if column.name == rows.ordinal:
        return pl.lit(ordinal, pl.Int32).alias(column.name)
    if column.name == "level":
        return pl.col("level").cat.to(_LEVEL_NAME).cast(pl.String)
    return pl.col(column.name)


def _text(batch: Batch, rows: Rows, column: Column, offset: int) -> pl.Expr:
    """The column as it was sent, from the first of its sources that has it."""
    texts = [
        _own_text(batch, source, offset) if source.tag == rows.tag else _gathered_text(batch, source)
        for source in column.sources
    ]
    return pl.coalesce(texts).alias(column.name)


def _gathered_text(batch: Batch, source: Source) -> pl.Expr:
    return batch.segments.element(source.element, source.segment.column("start"), source.segment.column("count"))


def _own_text(batch: Batch, source: Source, offset: int) -> pl.Expr:
    number = source.number(offset)
    if not source.components:
        return batch.segments.element(number)
    parts = pl.col(f"parts of {number}").list
    found = [parts.get(place - 1, null_on_oob=True) for place in source.components]
    if batch.segments.are_padded:
        found = [part.str.strip_chars(" ") for part in found]
    text = found[0] if len(found) == 1 else pl.concat_str(found, separator=":", ignore_nulls=True)
    return pl.when(text != "").then(text)


def _with_parts(batch: Batch, rows: Rows, segments: pl.DataFrame, offset: int) -> pl.DataFrame:
    """The segments with each of their composite elements split once."""
    sources = [source for column in rows.columns for source in column.sources if source.components]
    numbers = sorted({source.number(offset) for source in sources})
    if not numbers:
        return segments
    components = batch.segments.components
    separator = pl.lit(components[0]) if components.n_unique() == 1 else pl.lit(components).gather("piece")
    parts = (batch.segments.element(number).str.split(separator).alias(f"parts of {number}") for number in numbers)
    return segments.with_columns(parts)


def _with_gathered(batch: Batch, table: Table, rows: Rows, segments: pl.DataFrame) -> pl.DataFrame:
    """The rows with start and count of the first segment of each wanted kind that belongs to them."""
    key, levels = _GATHERING[table.name]
    wanted = {source.segment: None for column in rows.columns if column.is_inside for source in column.sources}
    nowhere = pl.repeat(None, len(segments), dtype=pl.UInt32, eager=True)
    gathered = []
    for segment in wanted:
        if segment.tag == rows.tag:
            continue
        found = batch.of(segment.tag)
        if segment.tag == "LX":
            places = _header_places(found, segments)
        else:
            found = found.filter(_is_wanted(batch, segment, [segment.level] if segment.level else levels))
            # The keys of the rows run from 1 without gaps, so they are places; written backwards, the first one stays.
            order = pl.int_range(len(found), dtype=pl.UInt32, eager=True).reverse()
            places = nowhere.clone().scatter(found[key].reverse() - 1, order)
        gathered += [
            pl.lit(found[name]).gather(pl.lit(places)).alias(segment.column(name)) for name in ("start", "count")
        ]
    return segments.with_columns(gathered)


def _is_wanted(batch: Batch, segment: Source, levels: Iterable[str]) -> pl.Expr:
    is_wanted = pl.col("level").is_in([LEVEL[name] for name in levels])
    if segment.qualifier:
        is_wanted &= pl.col("qualifier") == segment.qualifier
    if segment.test:
        number, value = segment.test
        is_wanted &= batch.segments.element(number) == value
    return is_wanted


def _header_places(headers: pl.DataFrame, claims: pl.DataFrame) -> pl.Series:
    """The place of the LX that each claim stands under, null where its transaction set has none before it."""
    place = pl.when(pl.col("lx_number") > 0).then(pl.col("lx_number") - 1)
    is_same = pl.lit(headers["payment_number"]).gather(place) == pl.col("payment_number")
    return claims.select(pl.when(is_same).then(place)).to_series()
