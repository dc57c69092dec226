"""Segments to tables: pick by tag and level, take the elements that layout.toml names, give them types.

Everything is done to whole columns: thousands of small steps would cost more than the work itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from parsers.x12.cells import Cells
from parsers.x12.layout import ALL_LEVELS
from parsers.x12.segments import LEVEL, LEVELS, Segments
from parsers.x12.values import Values, value_findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parsers.x12.layout import Column, Rows, Sought, Source, Table

# The tables whose rows gather facts from other segments: the key by which these belong to a row, and their levels.
_GATHERING: Final = {
    "payment": ("payment_number", ("payment", "payer", "payee")),
    "claim": ("claim_number", ("claim",)),
    "line": ("line_number", ("line",)),
}
_LEVEL_NAMES: Final = pl.Series(LEVELS)
_NOWHERE: Final = pl.Series([None], dtype=pl.UInt32)


class _Places(NamedTuple):
    """The place among the segments of a tag of each row's own (null: it has none); and the same without nulls."""

    of_rows: pl.Series
    present: pl.Series


class Batch:
    """The segments of a batch, those of each tag found once, and the findings made on the way."""

    def __init__(self, segments: Segments) -> None:
        self.segments = segments
        self.findings: list[pl.DataFrame] = []
        self._rows = segments.rows.partition_by("tag", include_key=False, as_dict=True)
        self._none = segments.rows.drop("tag").clear()
        self._cells: dict[str, Cells] = {}
        self._gathered: dict[tuple[str, int], list[pl.Series]] = {}

    def of(self, tag: str) -> Cells:
        """The segments `tag` inside payments."""
        if tag not in self._cells:
            rows = self.segments.placed(self._rows.get((tag,), self._none))
            self._cells[tag] = Cells(self.segments, rows).where(rows["level"] < LEVEL["orphan"])
        return self._cells[tag]

    def gather(self, source: Source, places: pl.Series) -> None:
        """Note that the element is now a column: `places` are those of its segments, among all of its tag."""
        if not len(places):
            return
        read = (source.element, *([source.segment.test[0]] if source.segment.test else []))
        for number in read:
            self._gathered.setdefault((source.tag, number), []).append(places)

    def are_gathered(self, tag: str, number: int) -> pl.Series | None:
        """For which segments of a tag this element is a column of what it belongs to; None where it is for none."""
        found = self._gathered.get((tag, number))
        if found is None:
            return None
        known = pl.Series([False]).new_from_index(0, len(self.of(tag)))
        for places in found:
            known.scatter(places, True)  # noqa: FBT003
        return known


def table_of(batch: Batch, table: Table) -> pl.DataFrame:
    """All rows of one table in the order of their segments; what cannot be read is added to the batch's findings.

    Columns that `parsers.x12.envelope` or `parsers.x12.remittance` supply are left out.
    """
    frames = [frame for rows in table.rows for frame in _repeats(batch, table, rows)]
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    joined = filled[0] if len(filled) == 1 else pl.concat(filled).sort("row", maintain_order=True)
    joined.drop_in_place("row")
    return joined


def _repeats(batch: Batch, table: Table, rows: Rows) -> Iterator[pl.DataFrame]:
    """The rows that one kind of segment makes: a frame for each repeat that any segment has."""
    cells = batch.of(rows.tag)
    if rows.levels != ALL_LEVELS:
        cells = cells.at(rows.levels)
    places = _gathered_places(batch, table, rows, cells) if table.name in _GATHERING else {}
    moving = [source for column in rows.columns for source in column.sources if source.moves]
    for ordinal, offset in enumerate(rows.offsets, start=1):
        repeat = cells
        if moving:
            elements = [(source.number(offset), source.components) for source in moving]
            if ordinal > 1 and cells.extent[1] <= min(elements)[0]:
                continue
            repeat = cells.where_any(elements)
        if ordinal == 1 or len(repeat):
            yield _repeat(batch, table, rows, repeat, places, ordinal)


def _repeat(
    batch: Batch, table: Table, rows: Rows, cells: Cells, places: Mapping[Sought, _Places], ordinal: int
) -> pl.DataFrame:
    offset = rows.offsets[ordinal - 1]
    values = {
        column.name: _values(batch, rows, cells, places, column, offset) for column in rows.columns if column.is_inside
    }
    batch.findings += value_findings(table, rows, _keys(table, cells), values, offset)
    if table.is_rest:
        rest = ~_are_gathered(batch, rows, values, len(cells))
        cells, values = cells.where(rest), {name: each.where(rest) for name, each in values.items()}
    columns = [column for column in rows.columns if not column.is_late(rows.ordinal)]
    finished = [_finished(rows, cells, values, column, ordinal).alias(column.name) for column in columns]
    return _keys(table, cells).hstack(finished)


def _keys(table: Table, cells: Cells) -> pl.DataFrame:
    return cells.rows[["row", "file_number", "segment_number", *table.keys]]


def _finished(rows: Rows, cells: Cells, values: Mapping[str, Values], column: Column, ordinal: int) -> pl.Series:
    if column.kind == "fixed":
        return pl.Series([column.fixed], dtype=pl.String).new_from_index(0, len(cells))
    if column.name == rows.ordinal:
        return pl.Series([ordinal], dtype=pl.Int32).new_from_index(0, len(cells))
    if column.name == "level":
        return _LEVEL_NAMES[cells.rows["level"].cast(pl.UInt32)]
    return values[column.name].value


def _are_gathered(batch: Batch, rows: Rows, values: Mapping[str, Values], count: int) -> pl.Series:
    """Which rows say nothing that is not a column already. By its qualifier (element 1) a column knows its segment."""
    nothing = pl.Series([False]).new_from_index(0, count)
    says_something = says_more = nothing
    for column in rows.columns:
        if column.name not in values or (number := column.sources[0].element) == 1:
            continue
        value = values[column.name].value
        if value.null_count() == count:
            continue
        is_sent = value.is_not_null() if value.null_count() else ~nothing
        is_known = batch.are_gathered(rows.tag, number)
        says_something = says_something | is_sent
        says_more = says_more | (is_sent if is_known is None else is_sent & ~is_known)
    return says_something & ~says_more


def _values(
    batch: Batch, rows: Rows, cells: Cells, places: Mapping[Sought, _Places], column: Column, offset: int
) -> Values:
    """What the sources of a column say for each row, each where those before it say nothing."""
    first, *others = column.sources
    values = _values_of(batch, rows, cells, places, column, first, offset)
    if first.tag != rows.tag:
        batch.gather(first, places[first.segment].present)
    for source in others:
        if not values.text.null_count():
            break
        if source.tag != rows.tag and len(places[source.segment].present):
            batch.gather(source, places[source.segment].of_rows.filter(values.text.is_null()).drop_nulls())
        values = values.or_else(_values_of(batch, rows, cells, places, column, source, offset))
    return values


def _values_of(
    batch: Batch,
    rows: Rows,
    cells: Cells,
    places: Mapping[Sought, _Places],
    column: Column,
    source: Source,
    offset: int,
) -> Values:
    """What one source of a column says for each row: of the row's own segment, or of one that belongs to it."""
    number = source.number(offset)
    if source.tag == rows.tag:
        text = cells.value(number, source.components, "text")
        value = cells.value(number, source.components, column.kind)
        return Values(text, value, column.kind == "date" and number in cells.with_hyphens)
    found, place = batch.of(source.tag), places[source.segment].of_rows
    text = found.text(number)
    value = found.value(number, (), column.kind)
    gathered = value[place]
    return Values(gathered if value is text else text[place], gathered)


def _gathered_places(batch: Batch, table: Table, rows: Rows, cells: Cells) -> dict[Sought, _Places]:
    """For each kind of segment that a row gathers from: the place of the first that belongs to the row."""
    key, levels = _GATHERING[table.name]
    wanted = {source.segment: None for column in rows.columns if column.is_inside for source in column.sources}
    nowhere = _NOWHERE.new_from_index(0, len(cells))
    places = {}
    owners_of: dict[str, pl.Series] = {}
    for segment in wanted:
        if segment.tag == rows.tag:
            continue
        found = batch.of(segment.tag)
        if segment.tag == "LX":
            places[segment] = _Places(_header_places(found.rows, cells.rows), nowhere.head(0))
            continue
        # The keys of the rows run without gaps, so they are places; of several segments of a row the first is taken.
        if segment.tag not in owners_of:
            owners_of[segment.tag] = found.rows[key] - (batch.segments.before.of(key) + 1)
        present = found.places_of(segment, levels)
        owners = owners_of[segment.tag][present].set_sorted()
        if owners.n_unique() < len(owners):
            is_first = owners.is_first_distinct()
            present, owners = present.filter(is_first), owners.filter(is_first)
        of_rows = present if len(present) == len(cells) else nowhere.clone()
        if 0 < len(present) < len(cells):
            of_rows.scatter(owners, present)
        places[segment] = _Places(of_rows, present)
    return places


def _header_places(headers: pl.DataFrame, claims: pl.DataFrame) -> pl.Series:
    """The place of the LX that each claim comes under, null where its transaction set has none before it."""
    place = (claims["lx_number"] - 1).cast(pl.UInt32, strict=False)
    is_same = headers["payment_number"][place] == claims["payment_number"]
    return place.zip_with(is_same, _NOWHERE.new_from_index(0, len(place)))
