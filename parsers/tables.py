"""Segments to tables: filter by tag and level, take the elements that layout.toml names, give them types.

Numbers of payments, claims and lines count from 1 in the batch; `parsers.remittance` makes them run over all batches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.segments import LEVEL, LEVELS, Segments
from parsers.values import typed, value_findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parsers.layout import Column, Rows, Source, Table

# The tables whose rows gather facts from other segments: the key by which these belong to a row, and their levels.
_GATHERING: Final = {
    "payment": ("payment_number", ("payment", "payer", "payee")),
    "claim": ("claim_number", ("claim",)),
    "line": ("line_number", ("line",)),
}

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
            found = self.segments.placed(pl.col("tag") == tag).filter(pl.col("level") < LEVEL["orphan"])
            self._of_tag[tag] = found.with_columns(self.segments.element(found, 1).alias("qualifier"))
        return self._of_tag[tag]

    def text(self, rows: pl.DataFrame, source: Source, offset: int = 0) -> pl.Series:
        """The element or component that `source` names of each of these segments, null where it is absent."""
        element = self.segments.element(rows, source.number(offset))
        if not source.components:
            return element
        separators = rows["component"].unique()
        parts = pl.lit(element).str.split(separators[0] if len(separators) == 1 else pl.col("component"))
        found = [parts.list.get(number - 1, null_on_oob=True).str.strip_chars(" ") for number in source.components]
        text = found[0] if len(found) == 1 else pl.concat_str(found, separator=":", ignore_nulls=True)
        return rows.select(pl.when(text != "").then(text)).to_series()


def table_of(batch: Batch, table: Table) -> pl.DataFrame:
    """All rows of one table in the order of their segments; what cannot be read is added to the batch's findings.

    Columns that `parsers.envelope` or `parsers.remittance` supply are left out.
    """
    frames = [frame for rows in table.rows for frame in _repeats(batch, table, rows)]
    joined = frames[0] if len(frames) == 1 else pl.concat(frames).sort("row", maintain_order=True)
    return joined.drop("row")


def _repeats(batch: Batch, table: Table, rows: Rows) -> list[pl.DataFrame]:
    """The rows that one kind of segment makes: a frame for each repeat that any segment has."""
    segments = batch.of(rows.tag).filter(pl.col("level").is_in([LEVEL[name] for name in rows.levels]))
    gathered = _gathered(batch, table, rows, segments) if table.name in _GATHERING else {}
    frames = []
    for ordinal, offset in enumerate(rows.offsets, start=1):
        moving = [source.number(offset) for column in rows.columns for source in column.sources if source.moves]
        repeat = segments.filter(pl.col("count") > min(moving)) if moving else segments
        if ordinal == 1 or len(repeat):
            frames.append(_repeat(batch, table, rows, repeat, gathered, ordinal))
    return frames


def _repeat(
    batch: Batch, table: Table, rows: Rows, segments: pl.DataFrame, gathered: Mapping[Source, pl.Series], ordinal: int
) -> pl.DataFrame:
    offset = rows.offsets[ordinal - 1]
    texts = segments.select("row", "level", "file_number", "segment_number", *table.keys)
    inside = [column for column in rows.columns if column.is_inside]
    for column in inside:
        sent = [gathered[each] if each in gathered else batch.text(segments, each, offset) for each in column.sources]
        text = sent[0] if len(sent) == 1 else pl.select(pl.coalesce(sent)).to_series()
        texts = texts.with_columns(text.alias(column.name))
    if moving := [column.name for column in inside if column.sources[0].moves]:
        texts = texts.filter(pl.any_horizontal(pl.col(moving).is_not_null()))
    values = texts.with_columns(typed(column, texts[column.name]) for column in inside)
    batch.findings += value_findings(table, rows, texts, values, offset)
    leading = ("row", "file_number", "segment_number", *table.keys)
    columns = [_finished(rows, column, ordinal) for column in rows.columns]
    return values.select(*leading, *(column for column in columns if column is not None))


def _finished(rows: Rows, column: Column, ordinal: int) -> pl.Expr | None:
    """The column of layout.toml; None if it is supplied later."""
    if column.is_inside:
        return pl.col(column.name)
    if column.kind == "fixed":
        return pl.lit(column.fixed, pl.String).alias(column.name)
    if column.name == rows.ordinal:
        return pl.lit(ordinal, pl.Int32).alias(column.name)
    if column.name == "level":
        return pl.col("level").cat.to(_LEVEL_NAME).cast(pl.String)
    return None


def _gathered(batch: Batch, table: Table, rows: Rows, segments: pl.DataFrame) -> dict[Source, pl.Series]:
    """For each source in another segment its text for every row, from the first one that belongs to the row."""
    wanted: dict[Source, list[Source]] = {}
    for source in (source for column in rows.columns if column.is_inside for source in column.sources):
        if source.tag != rows.tag:
            wanted.setdefault(source.segment, []).append(source)
    gathered: dict[Source, pl.Series] = {}
    for segment, sources in wanted.items():
        key, levels = _GATHERING[table.name]
        if segment.tag == "LX":
            found = batch.of("LX")
            places = _headers(found, segments)
        else:
            found = _first_of_each(batch, segment, key, [segment.level] if segment.level else levels)
            # The keys of the rows run from 1 without gaps, so they are places.
            places = pl.repeat(None, len(segments), dtype=pl.UInt32, eager=True)
            places = places.scatter(found[key] - 1, pl.int_range(len(found), dtype=pl.UInt32, eager=True))
        gathered |= {source: batch.text(found, source).gather(places) for source in sources}
    return gathered


def _first_of_each(batch: Batch, segment: Source, key: str, levels: Iterable[str]) -> pl.DataFrame:
    """The first segment of this kind that belongs to each key."""
    found = batch.of(segment.tag)
    is_wanted = found["level"].is_in([LEVEL[name] for name in levels])
    found = found.filter(is_wanted & (found["qualifier"] == segment.qualifier) if segment.qualifier else is_wanted)
    if segment.test:
        number, value = segment.test
        found = found.filter(batch.segments.element(found, number) == value)
    return found.filter(pl.col(key).ne_missing(pl.col(key).shift()))


def _headers(found: pl.DataFrame, claims: pl.DataFrame) -> pl.Series:
    """The place of the LX that each claim stands under, null where its transaction set has none before it."""
    place = pl.when(pl.col("lx_number") > 0).then(pl.col("lx_number") - 1)
    places = claims.select(place).to_series()
    is_same = found["payment_number"].gather(places) == claims["payment_number"]
    return claims.select(pl.when(is_same).then(places)).to_series()
