"""Reads 835 files into typed tables: many small files as one batch, a large one in pieces cut between transaction sets.

What was sent is read and nothing is judged: no rate, no balance, no posting. See layout.toml for every column.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.x12.batches import read_batches
from parsers.x12.envelope import envelope_findings, linked, transactions
from parsers.x12.findings import Finding
from parsers.x12.headers import header_findings, interchange_table
from parsers.x12.interchange import interchanges
from parsers.x12.layout import TABLES
from parsers.x12.numbering import Numbering
from parsers.x12.polars_threads import on_one_thread
from parsers.x12.segments import Piece, extremes
from parsers.x12.values import FINDING_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from parsers.x12.batches import Reading

# Larger chunks are read a little faster; those of a stream are smaller, as several are in memory with their tables.
CHUNK_BYTES: Final = 14 << 20
STREAM_BYTES: Final = 8 << 20
_FILE_SCHEMA: Final = {
    **dict.fromkeys(("file_number", "segments", "interchanges", "payments", "claims", "lines"), pl.Int64()),
    **dict.fromkeys(("is_835", "usage_test"), pl.Boolean()),
}
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


def read(files: Sequence[SourceFile], *, chunk_bytes: int = CHUNK_BYTES) -> Remittances:
    """All tables of all files at once, as `stream` gives them in parts."""
    parts = list(stream(files, chunk_bytes=chunk_bytes))
    found = {name: [part[name] for part in parts if name in part] for name in SCHEMAS}
    return Remittances({name: pl.concat(found[name] or [pl.DataFrame(schema=SCHEMAS[name])]) for name in SCHEMAS})


def stream(
    files: Sequence[SourceFile], *, chunk_bytes: int = STREAM_BYTES, before: Numbering | None = None
) -> Iterator[Mapping[str, pl.DataFrame]]:
    """The tables of all files in parts, so that even of a large file only the bytes are in memory as a whole.

    Never raises on content: a file it can make nothing of yields findings and a file row. The tables of the last part
    are `interchange`, `payment`, `finding` and `file`; those of the parts before, all others.
    Interchanges, payments, claims and lines are numbered on from `before` (1..n without it), in the order of the files
    and of their segments. Raises ValueError if two files have the same number.
    """
    if len({file.number for file in files}) < len(files):
        raise ValueError("two files have the same number")
    pieces: list[Piece] = []
    findings: list[Finding] = []
    for file in files:
        found, odd = interchanges(file.number, file.content)
        pieces += [Piece(file.number, place, each) for place, each in enumerate(found, start=len(pieces))]
        findings += odd
    before = before or Numbering()
    rest = _Rest(files, pieces, findings, before)
    for reading in read_batches(pieces, chunk_bytes, before):
        rest.add(reading)
        yield {name: table for name, table in reading.tables.items() if name != "payment"}
    yield on_one_thread(rest.tables)


class _Rest:
    """What is complete only when everything has been read: payments in their envelopes, files, and the findings."""

    def __init__(
        self, files: Sequence[SourceFile], pieces: Sequence[Piece], findings: list[Finding], before: Numbering
    ) -> None:
        self._files = files
        self._pieces = pieces
        self._findings = findings
        self._before = before
        self._readings: list[Reading] = []
        self._counts: dict[str, Counter[int]] = {"claim": Counter(), "line": Counter()}

    def add(self, reading: Reading) -> None:
        """Keep of a batch what is needed at the end, which is little."""
        self._readings.append(replace(reading, tables={"payment": reading.tables["payment"]}))
        for name, counts in self._counts.items():
            counts.update(_counted(reading.tables[name]))

    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The tables that no single batch can give."""
        readings = self._readings
        if not readings:
            tables = {name: pl.DataFrame(schema=SCHEMAS[name]) for name in ("interchange", "payment")}
            table = self._file_table(tables, {})
            return {**tables, "file": table, "finding": _finding_table(self._files, self._findings, [])}
        spans = pl.concat([reading.spans for reading in readings])
        spans = spans.group_by("interchange_index", maintain_order=True).agg(
            pl.col("file_number", "segment_number").first(), pl.col("last").last()
        )
        envelope = linked(pl.concat([reading.envelope for reading in readings]))
        interchange = interchange_table(self._pieces, spans, self._before.interchange)
        enclosing = transactions(envelope, interchange, spans).drop("file_number", "segment_number")
        payment = pl.concat([reading.tables["payment"] for reading in readings])
        payment = payment.join(enclosing, on="payment_number", how="left", maintain_order="left")
        tables = {"interchange": interchange, "payment": payment}
        tables = {name: table.select(list(SCHEMAS[name])) for name, table in tables.items()}
        odd = [
            *(reading.findings for reading in readings),
            *header_findings(self._pieces, spans),
            *envelope_findings(envelope, interchange),
        ]
        tables["file"] = self._file_table(tables, dict(spans.select("file_number", "last").iter_rows()))
        findings = [*self._findings, *_not_remittances(tables["file"])]
        return {**tables, "finding": _finding_table(self._files, findings, odd)}

    def _file_table(self, tables: Mapping[str, pl.DataFrame], segments: Mapping[int, int]) -> pl.DataFrame:
        """One row for each file, also for one that holds nothing."""
        totals = {name: _counted(each) for name, each in tables.items()} | self._counts
        tests = set(tables["interchange"].filter(_IS_TEST)["file_number"])
        numbers = [file.number for file in self._files]
        columns = {
            "file_number": numbers,
            "segments": [segments.get(number, 0) for number in numbers],
            **{f"{name}s": [total[number] for number in numbers] for name, total in totals.items()},
            "is_835": [totals["payment"][number] > 0 for number in numbers],
            "usage_test": [number in tests for number in numbers],
        }
        return pl.DataFrame(columns, _FILE_SCHEMA)


_IS_TEST: Final = pl.col("usage_indicator") == "T"


def _counted(table: pl.DataFrame) -> Counter[int]:
    """How many rows each file has."""
    first, last = extremes(table["file_number"])
    if first >= last:
        return Counter({first: len(table)})
    return Counter(dict(table.group_by("file_number").agg(pl.len()).iter_rows()))


def _not_remittances(table: pl.DataFrame) -> list[Finding]:
    """A file of segments without any payment is some other X12 file."""
    rows = table.select("file_number", "segments", "is_835").iter_rows()
    return [Finding(number, "not_an_835") for number, segments, is_835 in rows if segments and not is_835]


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
