"""The elements of all segments of one tag: each taken, split and given its type once, whichever tables want it."""

from __future__ import annotations

from functools import cache, cached_property, reduce
from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.x12.layout import KINDS
from parsers.x12.segments import LEVEL, extremes
from parsers.x12.values import days_of, texts_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from parsers.x12.layout import Sought
    from parsers.x12.segments import Segments


class Cells:
    """The elements of the segments in `rows`, which are some of `segments` of one tag, placed (`Segments.placed`).

    Every series has one value a row, null where the element is absent, blank, or does not have the form of its kind.
    """

    def __init__(self, segments: Segments, rows: pl.DataFrame) -> None:
        self.segments = segments
        self.rows = rows
        self._at_levels: dict[frozenset[int], pl.Series] = {}
        self._texts: dict[int, pl.Series] = {}
        self._values: dict[tuple[int, tuple[int, ...], str], pl.Series] = {}
        self._parts: dict[int, tuple[pl.DataFrame, pl.Series]] = {}
        self.with_hyphens: set[int] = set()  # elements of which some day may be written CCYY-MM-DD

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, mask: pl.Series) -> Cells:
        """Only the rows for which `mask` is true."""
        if mask.all():
            return self
        return Cells(self.segments, self.rows.filter(mask) if mask.any() else self.rows.head(0))

    def at(self, levels: Iterable[str]) -> Cells:
        """Only the rows of these levels."""
        mask = self._are_at(levels)
        return self if mask is None else self.where(mask)

    def where_any(self, elements: Iterable[tuple[int, tuple[int, ...]]]) -> Cells:
        """Only the rows that have any of these elements (or of these components of them)."""
        elements = list(elements)
        shortest = min(number for number, _ in elements)
        long = self if self.extent[0] > shortest else self.where(self.rows["count"] > shortest)
        sent = [long.value(number, components, "text") for number, components in elements]
        if any(not each.null_count() for each in sent):
            return long
        return long.where(reduce(pl.Series.__or__, (each.is_not_null() for each in sent)))

    @cached_property
    def extent(self) -> tuple[int, int]:
        """The fewest and the most elements that any of the segments has, the tag included; (0, -1) if there is none."""
        return extremes(self.rows["count"])

    def text(self, number: int) -> pl.Series:
        """Element `number` as it was sent."""
        if number not in self._texts:
            self._texts[number] = self.segments.element(self.rows, number, self.extent)
        return self._texts[number]

    def value(self, number: int, components: tuple[int, ...], kind: str) -> pl.Series:
        """Element `number`, or these of its components joined by colons, as a value of `kind` (`layout.KINDS`)."""
        key = (number, components, kind)
        if key not in self._values:
            if components:
                value = self._joined(number, components, kind)
            elif kind == "date":
                value, has_hyphens = days_of(self.text(number))
                if has_hyphens:
                    self.with_hyphens.add(number)
            else:
                value = value_of(self.text(number), kind)
            self._values[key] = value
        return self._values[key]

    def places_of(self, segment: Sought, levels: Iterable[str]) -> pl.Series:
        """The places of the rows that are the kind of segment that a column names, in order."""
        masks = [self._are_at([segment.level] if segment.level else levels)]
        if segment.qualifier:
            masks.append(self.text(1) == segment.qualifier)
        if segment.test:
            number, value = segment.test
            masks.append(self.text(number) == value)
        wanted = [mask for mask in masks if mask is not None]
        return self._places.filter(reduce(pl.Series.__and__, wanted)) if wanted else self._places

    @cached_property
    def _places(self) -> pl.Series:
        return pl.int_range(len(self), dtype=pl.UInt32, eager=True)

    @cached_property
    def _levels(self) -> range:
        """From the lowest level that a row has to the highest."""
        lowest, highest = extremes(self.rows["level"])
        return range(lowest, highest + 1)

    def _are_at(self, levels: Iterable[str]) -> pl.Series | None:
        """Which rows are of these levels; None for all of them."""
        wanted = frozenset(LEVEL[name] for name in levels)
        if wanted.issuperset(self._levels):
            return None
        if wanted not in self._at_levels:
            level = self.rows["level"]
            self._at_levels[wanted] = reduce(pl.Series.__or__, (level == code for code in wanted))
        return self._at_levels[wanted]

    def _joined(self, number: int, components: tuple[int, ...], kind: str) -> pl.Series:
        if self.text(number).null_count() == len(self):
            return pl.Series([None], dtype=KINDS[kind]).new_from_index(0, len(self))
        parts, place = self._components(number)
        if len(components) == 1:
            sent = parts[str(components[0])]
        else:
            sent = texts_of(parts.select(_joined(components)).to_series(), are_padded=False)
        return value_of(sent, kind)[place]

    def _components(self, number: int) -> tuple[pl.DataFrame, pl.Series]:
        """The components of the distinct composites that were sent, and which of them each row has."""
        if number not in self._parts:
            sent = self.text(number)
            separators = self.segments.components
            is_one = separators.n_unique() == 1
            # The same text with another separator has other components, so the separator is part of the key.
            keyed = sent if is_one else separators[self.rows["piece"]] + sent
            distinct = keyed.unique().drop_nulls()
            place = keyed.cast(pl.Enum(distinct)).to_physical().cast(pl.UInt32)
            text = distinct.to_frame("text")
            split = pl.col("text").str.split(separators[0]) if is_one else _SPLIT_BY_FIRST
            parts = text.select(split).select(_parts(are_padded=self.segments.are_padded))
            self._parts[number] = parts, place
        return self._parts[number]


_SPLIT_BY_FIRST: Final = pl.col("text").str.slice(1).str.split(pl.col("text").str.head(1))
_COMPONENTS: Final = 7  # of a medical procedure (SVC01); the other composites have fewer


@cache
def _parts(*, are_padded: bool) -> tuple[pl.Expr, ...]:
    """Each component of the lists `text`, null where it is absent or blank."""
    parts = {place: pl.col("text").list.get(place - 1, null_on_oob=True) for place in range(1, _COMPONENTS + 1)}
    if are_padded:
        parts = {place: part.str.strip_chars(" ") for place, part in parts.items()}
    return tuple(pl.when(part != "").then(part).alias(str(place)) for place, part in parts.items())


@cache
def _joined(components: tuple[int, ...]) -> pl.Expr:
    return pl.concat_str([str(place) for place in components], separator=":", ignore_nulls=True)
