"""Reads 835 files into typed tables: many small files as one batch, a large one in pieces cut between transaction sets.

What was sent is read and nothing is judged: no rate, no balance, no posting. See layout.toml for every column.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.envelope import envelope_findings, envelope_segments, linked, transactions
from parsers.findings import Finding
from parsers.headers import header_findings, interchange_table
from parsers.interchange import interchanges
from parsers.layout import TABLES
from parsers.places import place_findings
from parsers.segments import Piece, read_segments
from parsers.tables import Batch, table_of
from parsers.values import FINDING_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_WORKERS: Final = 2
_RUNNING_NUMBERS: Final = {"payment": "payment_number", "claim": "claim_number", "line": "line_number"}
_FILE_SCHEMA: Final = {
    **dict.fromkeys(("file_number", "segments", "interchanges", "payments", "claims", "lines"), pl.Int64()),
    **dict.fromkeys(("is_835", "usage_test"), pl.Boolean()),
}
_FILE_KEYS: Final = {name: _FILE_SCHEMA[name] for name in ("file_number", "segments")}
SCHEMAS: Final[Mapping[str, dict[str, pl.DataType]]] = {
    **{name: table.schema for name, table in TABLES.items()},
    "finding": FINDING_SCHEMA,
    "file": _FILE_SCHEMA,
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read; `number` is the caller's key for it, unique among the files of one call."""

    number: int
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Remittances:
    """Every table of SCHEMAS, with exactly its columns, maybe empty."""

    tables: Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one batch yields; its running numbers begin at 1, and its first file at segment 1."""

    tables: Mapping[str, pl.DataFrame]
    envelope: pl.DataFrame
    spans: pl.DataFrame  # interchange_index, file_number, first and last segment number
    findings: pl.DataFrame


def read(files: Sequence[SourceFile], *, chunk_bytes: int = 16 << 20) -> Remittances:
    """All tables of all files; never raises on content: a file it can make nothing of yields findings and a file row.

    Payments, claims and lines are numbered 1..n over the call, in the order of the files and of their segments.
    """
    pieces: list[Piece] = []
    findings: list[Finding] = []
    for file in files:
        found, odd = interchanges(file.number, file.content)
        pieces += [Piece(file.number, place, each) for place, each in enumerate(found, start=len(pieces))]
        findings += odd
    batches = list(_batches(pieces, chunk_bytes))
    if len(batches) > 1:
        with ThreadPoolExecutor(_WORKERS) as workers:
            readings = list(workers.map(_read_batch, batches))
    else:
        readings = [_read_batch(batch) for batch in batches]
    return Remittances(_merged(files, pieces, findings, list(_running(readings))))


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


def _read_batch(pieces: Sequence[Piece]) -> _Reading:
    segments = read_segments(pieces)
    batch = Batch(segments)
    tables = {name: table_of(batch, table) for name, table in TABLES.items() if name != "interchange"}
    tables["claim"] = _with_ordinal(tables["claim"], "claim_number", "payment_number", "claim_ordinal")
    tables["line"] = _with_ordinal(tables["line"], "line_number", "claim_number", "line_ordinal")
    findings = pl.concat([pl.DataFrame(schema=FINDING_SCHEMA), *batch.findings, *place_findings(batch)])
    return _Reading(tables, envelope_segments(segments), segments.spans(), findings)


def _with_ordinal(table: pl.DataFrame, number: str, container: str, ordinal: str) -> pl.DataFrame:
    place = pl.col(number) - pl.col(number).first().over(container) + 1
    return table.with_columns(place.cast(pl.Int32).alias(ordinal))


def _running(readings: Iterable[_Reading]) -> Iterator[_Reading]:
    """The batches with numbers that run on from one to the next."""
    totals = dict.fromkeys(_RUNNING_NUMBERS.values(), 0)
    ends: dict[int, int] = {}
    for reading in readings:
        shift = _Shift(dict(totals), reading.spans["file_number"][0], ends.get(reading.spans["file_number"][0], 0))
        shifted = _Reading(
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

    def apply(self, frame: pl.DataFrame) -> pl.DataFrame:
        moved = [pl.col(name) + by for name, by in self.numbers.items() if by and name in frame.columns]
        if self.segments:
            by = pl.when(pl.col("file_number") == self.cut_file).then(self.segments).otherwise(0)
            moved += [pl.col(name) + by for name in ("segment_number", "last") if name in frame.columns]
        return frame.with_columns(moved)


def _merged(
    files: Sequence[SourceFile], pieces: Sequence[Piece], findings: Sequence[Finding], readings: Sequence[_Reading]
) -> dict[str, pl.DataFrame]:
    if not readings:
        tables = {name: pl.DataFrame(schema=schema) for name, schema in SCHEMAS.items()}
        return {**tables, "file": _file_table(files, tables, {}), "finding": _finding_table(files, findings, [])}
    tables = {name: pl.concat([reading.tables[name] for reading in readings]) for name in readings[0].tables}
    spans = pl.concat([reading.spans for reading in readings])
    spans = spans.group_by("interchange_index", maintain_order=True).agg(
        pl.col("file_number", "segment_number").first(), pl.col("last").last()
    )
    envelope = linked(pl.concat([reading.envelope for reading in readings]))
    interchange = interchange_table(pieces, spans)
    enclosing = transactions(envelope, interchange, spans).drop("file_number", "segment_number")
    tables["payment"] = tables["payment"].join(enclosing, on="payment_number", how="left", maintain_order="left")
    tables["interchange"] = interchange
    tables = {name: tables[name].select(list(table.schema)) for name, table in TABLES.items()}
    odd = [
        *(reading.findings for reading in readings),
        *header_findings(pieces, spans),
        *envelope_findings(envelope, interchange),
    ]
    segments = dict(spans.select("file_number", "last").iter_rows())
    tables["file"] = _file_table(files, tables, segments)
    tables["finding"] = _finding_table(files, [*findings, *_not_remittances(tables["file"])], odd)
    return tables


def _file_table(
    files: Sequence[SourceFile], tables: Mapping[str, pl.DataFrame], segments: Mapping[int, int]
) -> pl.DataFrame:
    """One row a file, whatever it holds."""
    numbers = [file.number for file in files]
    table = pl.DataFrame(
        {"file_number": numbers, "segments": [segments.get(number, 0) for number in numbers]}, _FILE_KEYS
    )
    for name in ("interchange", "payment", "claim", "line"):
        counted = tables[name].group_by("file_number").agg(pl.len().cast(pl.Int64).alias(f"{name}s"))
        table = table.join(counted, on="file_number", how="left", maintain_order="left")
    tests = tables["interchange"].filter(pl.col("usage_indicator") == "T")["file_number"]
    table = table.with_columns(
        pl.col("interchanges", "payments", "claims", "lines").fill_null(0),
        usage_test=pl.col("file_number").is_in(tests.implode()),
    )
    return table.with_columns(is_835=pl.col("payments") > 0).select(list(_FILE_SCHEMA))


def _not_remittances(table: pl.DataFrame) -> list[Finding]:
    """A file of segments without any payment is some other X12 file."""
    others = table.filter(~pl.col("is_835") & (pl.col("segments") > 0))
    return [Finding(number, "not_an_835") for number in others["file_number"]]


def _finding_table(
    files: Sequence[SourceFile], findings: Iterable[Finding], odd: Iterable[pl.DataFrame]
) -> pl.DataFrame:
    """All findings in the order of files and segments; those about a whole file come first."""
    about_files = pl.DataFrame(
        [(each.file_number, each.segment_number, each.code, each.detail) for each in findings],
        schema={name: FINDING_SCHEMA[name] for name in ("file_number", "segment_number", "code", "detail")},
        orient="row",
    )
    order = pl.DataFrame({"file_number": [file.number for file in files]}, {"file_number": pl.Int64}).with_row_index(
        "place"
    )
    return (
        pl.concat([pl.DataFrame(schema=FINDING_SCHEMA), about_files, *odd], how="diagonal")
        .join(order, on="file_number", how="left")
        .sort("place", "segment_number", "code", "detail", nulls_last=False)
        .select(list(FINDING_SCHEMA))
    )
