"""Reads a whole call in batches: many small interchanges together, a large one in pieces, two batches at a time.

A batch knows nothing of those before it but the last numbers that they gave.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.x12.envelope import envelope_segments
from parsers.x12.layout import TABLES
from parsers.x12.misplaced import place_findings
from parsers.x12.polars_threads import on_one_thread
from parsers.x12.segments import Piece, read_segments
from parsers.x12.tables import Batch, table_of
from parsers.x12.values import FINDING_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from parsers.x12.numbering import Numbering

_WORKERS: Final = 2
_LEAST_CHUNK_BYTES: Final = 4 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What one batch yields."""

    tables: Mapping[str, pl.DataFrame]
    envelope: pl.DataFrame
    spans: pl.DataFrame  # interchange_index, file_number, first and last segment number
    findings: pl.DataFrame


def read_batches(pieces: Sequence[Piece], chunk_bytes: int, before: Numbering) -> Iterator[Reading]:
    """The batches in order, each of about `chunk_bytes` or less, with numbers that run on from one to the next.

    No more than `_WORKERS` are read ahead of the one that is asked for.
    """
    total = sum(piece.interchange.stop - piece.interchange.start for piece in pieces)
    # Equal shares for the workers, unless a share would be too small to gain time.
    rounds = ceil(total / (chunk_bytes * _WORKERS)) or 1
    batches = _batches(pieces, max(total // (rounds * _WORKERS) + 1, min(chunk_bytes, _LEAST_CHUNK_BYTES)))
    numbered: Future[Numbering] = Future()
    numbered.set_result(before)
    readings: deque[Future[Reading]] = deque()
    with ThreadPoolExecutor(_WORKERS) as workers:
        for batch in batches:
            ours: Future[Numbering] = Future()
            readings.append(workers.submit(on_one_thread, partial(_read_batch, batch, numbered, ours)))
            numbered = ours
            if len(readings) > _WORKERS:
                yield readings.popleft().result()
        while readings:
            yield readings.popleft().result()


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


def _read_batch(pieces: Sequence[Piece], before: Future[Numbering], after: Future[Numbering]) -> Reading:
    """One batch. It reports its own count as soon as it knows it: the next batch need not wait for the tables."""
    try:
        segments = read_segments(pieces)
        segments = segments.behind(before.result())
        after.set_result(segments.numbering())
    except BaseException as problem:
        after.set_exception(problem)
        raise
    batch = Batch(segments)
    tables = {name: table_of(batch, table) for name, table in TABLES.items() if name != "interchange"}
    for name, container in (("claim", "payment"), ("line", "claim")):
        numbered = _with_ordinal(tables[name], f"{name}_number", f"{container}_number", f"{name}_ordinal")
        tables[name] = numbered[list(TABLES[name].schema)]
    findings = pl.concat([pl.DataFrame(schema=FINDING_SCHEMA), *batch.findings, *place_findings(batch)])
    return Reading(tables, envelope_segments(segments), segments.spans(), findings)


def _with_ordinal(table: pl.DataFrame, number: str, container: str, ordinal: str) -> pl.DataFrame:
    """The place of each row in its container; rows of one container follow each other."""
    is_first = pl.col(container).ne_missing(pl.col(container).shift())
    place = pl.col(number) - pl.when(is_first).then(number).forward_fill() + 1
    return table.with_columns(place.cast(pl.Int32).alias(ordinal))
