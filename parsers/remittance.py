"""Reads 835 files into typed tables: many small files as one batch, a large one in pieces cut between transaction sets.

What was sent is read and nothing is judged: no rate, no balance, no posting. See layout.toml for every column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from parsers.batches import read_batches
from parsers.envelope import envelope_findings, linked, transactions
from parsers.findings import Finding
from parsers.headers import header_findings, interchange_table
from parsers.interchange import interchanges
from parsers.layout import TABLES
from parsers.segments import Piece
from parsers.values import FINDING_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from parsers.batches import Reading

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


def read(files: Sequence[SourceFile], *, chunk_bytes: int = 16 << 20) -> Remittances:
    """All tables of all files; never raises on content: a file it can make nothing of yields findings and a file row.

    Payments, claims and lines are numbered 1..n over the call, in the order of the files and of their segments.
    Raises ValueError if two files have the same number.
    """
    if len({file.number for file in files}) < len(files):
        raise ValueError("two files have the same number")
    pieces: list[Piece] = []
    findings: list[Finding] = []
    for file in files:
        found, odd = interchanges(file.number, file.content)
        pieces += [Piece(file.number, place, each) for place, each in enumerate(found, start=len(pieces))]
        findings += odd
    return Remittances(_merged(files, pieces, findings, list(read_batches(pieces, chunk_bytes))))


def _merged(
    files: Sequence[SourceFile], pieces: Sequence[Piece], findings: Sequence[Finding], readings: Sequence[Reading]
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
    tables = {name: _in_order(tables[name], list(table.schema)) for name, table in TABLES.items()}
    odd = [
        *(reading.findings for reading in readings),
        *header_findings(pieces, spans),
        *envelope_findings(envelope, interchange),
    ]
    segments = dict(spans.select("file_number", "last").iter_rows())
    tables["file"] = _file_table(files, tables, segments)
    tables["finding"] = _finding_table(files, [*findings, *_not_remittances(tables["file"])], odd)
    return tables


def _in_order(table: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    return table if table.columns == columns else table.select(columns)


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
