"""Reads a whole call in batches: many small interchanges together, a large one in pieces, two batches at a time.

A batch knows nothing of the others; its numbers are made to run on when it is done.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.envelope import envelope_segments
from parsers.layout import TABLES
from parsers.places import place_findings
from parsers.segments import Piece, read_segments
from parsers.tables import Batch, table_of
from parsers.values import FINDING_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_WORKERS: Final = 2
_LEAST_CHUNK_BYTES: Final = 4 << 20
_RUNNING_NUMBERS: Final = {"payment": "payment_number", "claim": "claim_number", "line": "line_number"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one batch yields; alone, its running numbers begin at 1, and its first file at segment 1."""

    tables: Mapping[str, pl.DataFrame]
    envelope: pl.DataFrame
    spans: pl.DataFrame  # interchange_index, file_number, first and last segment number
    findings: pl.DataFrame


def read_batches(pieces: Sequence[Piece], chunk_bytes: int) -> Iterator[Reading]:
    """The batches in order, each of about `chunk_bytes` or less, with numbers that run on from one to the next."""
    total = sum(piece.interchange.stop - piece.interchange.start for piece in pieces)
    # As much for every worker, unless it is too little to be worth the trouble.
    rounds = ceil(total / (chunk_bytes * _WORKERS)) or 1
    batches = list(_batches(pieces, max(total // (rounds * _WORKERS) + 1, min(chunk_bytes, _LEAST_CHUNK_BYTES))))
    if len(batches) > 1:
        with ThreadPoolExecutor(_WORKERS) as workers:
            yield from _running(workers.map(_read_batch, batches))
    else:
        yield from map(_read_batch, batches)


def _batches(pieces: Iterable[Piece], chunk_bytes: int) -> Iterator[list[Piece]]:
    """The pieces in order, small ones together and large ones cut, each batch of about `chunk_bytes`."""
    batch: list[Piece] = []
    size = 0
    for whole in pieces:
        for part in whole.interchange.pieces(chunk_bytes):
            batch.append(Piece(whole.file_number, whole.interchange_index, part))
            size += part.stop - part.start
            if size >= chunk_bytes:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _read_batch(pieces: Sequence[Piece]) -> Reading:
    segments = read_segments(pieces)
    batch = Batch(segments)
    tables = {name: table_of(batch, table) for name, table in TABLES.items() if name != "interchange"}
    tables["claim"] = _with_ordinal(tables["claim"], "claim_number", "payment_number", "claim_ordinal")
    tables["line"] = _with_ordinal(tables["line"], "line_number", "claim_number", "line_ordinal")
    findings = pl.concat([pl.DataFrame(schema=FINDING_SCHEMA), *batch.findings, *place_findings(batch)])
    return Reading(tables, envelope_segments(segments), segments.spans(), findings)


def _with_ordinal(table: pl.DataFrame, number: str, container: str, ordinal: str) -> pl.DataFrame:
    place = pl.col(number) - pl.col(number).first().over(container) + 1
    return table.with_columns(place.cast(pl.Int32).alias(ordinal))


def _running(readings: Iterable[Reading]) -> Iterator[Reading]:
    """The batches with numbers that run on from one to the next."""
    totals = dict.fromkeys(_RUNNING_NUMBERS.values(), 0)
    ends: dict[int, int] = {}
    for reading in readings:
        files = reading.spans["file_number"]
        shift = _Shift(dict(totals), files[0], ends.get(files[0], 0), is_alone=files[0] == files[-1])
        shifted = Reading(
            {name: shift.apply(table) for name, table in reading.tables.items()},
            shift.apply(reading.envelope),
            shift.apply(reading.spans),
            shift.apply(reading.findings),
        )
        for name, number in _RUNNING_NUMBERS.items():
            totals[number] += len(reading.tables[name])
        ends.update(shifted.spans.select("file_number", "last").iter_rows())
        yield shifted


@dataclass(frozen=True, slots=True)
class _Shift:
    """How far numbers move: running numbers by those of the batches before, segments only in the file that was cut."""

    numbers: Mapping[str, int]
    cut_file: int
    segments: int
    is_alone: bool

    def apply(self, frame: pl.DataFrame) -> pl.DataFrame:
        moved = [pl.col(name) + by for name, by in self.numbers.items() if by and name in frame.columns]
        if self.segments:
            is_cut = pl.lit(value=True) if self.is_alone else pl.col("file_number") == self.cut_file
            by = pl.when(is_cut).then(self.segments).otherwise(0)
            moved += [pl.col(name) + by for name in ("segment_number", "last") if name in frame.columns]
        return frame.with_columns(moved)
