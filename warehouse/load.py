"""Appends what was read to the fact tables, a batch in one transaction, and the same bytes only once.

This is the only module of the warehouse that uses polars; DuckDB reads its frames as Arrow streams.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from parsers.x12.numbering import Numbering
from parsers.x12.remittance import SourceFile, stream
from warehouse.database import appending, columns_of, transaction
from warehouse.statements import naming, statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    import duckdb

_POLARS_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "VARCHAR": pl.String, "INTEGER": pl.Int32, "BIGINT": pl.Int64, "BOOLEAN": pl.Boolean, "DATE": pl.Date,
    "TIMESTAMP": pl.Datetime("us"),
}  # fmt: skip
COUNTED = ("interchange", "payment", "claim", "line")


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file whose bytes are archived. `content` is read once; `sha256` is of those bytes."""

    name: str
    sha256: str
    received_at: datetime
    content: bytes


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not read at all, with a reason code and the sentence that says what to do."""

    name: str
    sha256: str | None
    size_bytes: int | None
    received_at: datetime
    reason_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What one batch added: counts of files by what became of them, and of the facts read from them."""

    read: int = 0
    same_bytes: int = 0
    unchanged: int = 0
    refused: int = 0
    payments: int = 0
    claims: int = 0
    lines: int = 0

    def __add__(self, other: LoadReport) -> LoadReport:
        return LoadReport(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


class _Stream:
    """A polars frame as an Arrow stream for DuckDB: as fast as pyarrow, without its 170 MB."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def known_files(con: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], bool]:
    """(name, sha256) of every file on record, which a night does not read again."""
    rows = con.execute("select name, coalesce(sha256, '') from fact.file").fetchall()
    return dict.fromkeys(rows, True)


def load_batch(con: duckdb.DuckDBPyConnection, arrivals: Sequence[Arrival]) -> LoadReport:
    """Read and append a batch of archived files in one transaction; files already on record change nothing.

    A file whose bytes are known under another name is put on record as `same_bytes` and not read again.
    """
    known = known_files(con)
    first_by_hash: dict[str, int] = dict(
        con.execute("select sha256, min(file_id) from fact.file where receipt = 'read' group by all").fetchall()
    )
    next_id = _next(con, "file")
    to_read: list[SourceFile] = []
    records: list[tuple[Any, ...]] = []
    unchanged = 0
    for arrival in arrivals:
        if (arrival.name, arrival.sha256) in known:
            unchanged += 1
            continue
        known[arrival.name, arrival.sha256] = True
        twin = first_by_hash.get(arrival.sha256)
        if twin is None:
            first_by_hash[arrival.sha256] = next_id
            to_read.append(SourceFile(number=next_id, name=arrival.name, content=arrival.content))
        receipt = "read" if twin is None else "same_bytes"
        records.append(
            (next_id, arrival.name, arrival.sha256, len(arrival.content), arrival.received_at, receipt, twin)
        )
        next_id += 1
    if not records:
        return LoadReport(unchanged=unchanged)
    with appending(con), transaction(con):
        counts, summary = _append_facts(con, to_read)
        _append_files(con, records, summary)
    same = sum(row[5] == "same_bytes" for row in records)
    return LoadReport(
        read=len(to_read), same_bytes=same, unchanged=unchanged,
        payments=counts["payment"], claims=counts["claim"], lines=counts["line"],
    )  # fmt: skip


def record_refusals(con: duckdb.DuckDBPyConnection, refusals: Sequence[Refusal]) -> LoadReport:
    """Put files that could not be read on record, each once; a refusal seen before changes nothing."""
    known = {
        (name, digest, code)
        for name, digest, code in con.execute(
            "select name, coalesce(sha256, ''), reason_code from fact.file where receipt = 'refused'"
        ).fetchall()
    }
    next_id = _next(con, "file")
    fresh = [r for r in refusals if (r.name, r.sha256 or "", r.reason_code) not in known]
    rows = [
        (next_id + n, r.name, r.sha256, r.size_bytes, r.received_at, r.reason_code, r.reason)
        for n, r in enumerate(fresh)
    ]
    with transaction(con):
        for row in rows:
            con.execute(statement("refused_file"), row)
    return LoadReport(refused=len(rows), unchanged=len(refusals) - len(rows))


def insert_rows(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[object]]) -> int:
    """Append rows of Python values, in the order of the table's columns, to `schema.table`; return how many."""
    types = {column: _polars_type(kind) for column, kind in columns_of(con, table)}
    frame = pl.DataFrame(list(rows), schema=types, orient="row")
    if frame.height:
        _append(con, table, frame)
    return frame.height


def replace_rows(con: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Sequence[object]]) -> int:
    """Make `schema.table` hold exactly `rows`; return how many."""
    con.execute(naming("truncate {table}", table=table))
    return insert_rows(con, table, rows)


def _polars_type(kind: str) -> pl.DataType | type[pl.DataType]:
    """The polars type of a DuckDB column. Raises KeyError on a type that no table of ours has."""
    if kind.startswith("DECIMAL("):
        precision, scale = kind.removeprefix("DECIMAL(").removesuffix(")").split(",")
        return pl.Decimal(int(precision), int(scale))
    return _POLARS_TYPES[kind]


def _append_facts(
    con: duckdb.DuckDBPyConnection, files: Sequence[SourceFile]
) -> tuple[Counter[str], dict[int, dict[str, Any]]]:
    """Append every fact table, part by part while the next is read; return the counts of rows, and each file's own."""
    before = Numbering(**{name: _next(con, name) - 1 for name in COUNTED})
    counts: Counter[str] = Counter()
    summary: dict[int, dict[str, Any]] = {}
    for part in stream(files, before=before):
        for name, frame in part.items():
            if name == "file":
                summary |= {row["file_number"]: row for row in frame.iter_rows(named=True)}
            elif frame.height:
                _append(con, f"fact.{name}", frame)
                counts[name] += frame.height
    return counts, summary


def _append(con: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    con.register("incoming", _Stream(frame))
    try:
        con.execute(naming("insert into {table} select * from incoming", table=table))
    finally:
        con.unregister("incoming")


def _append_files(
    con: duckdb.DuckDBPyConnection, records: Sequence[tuple[Any, ...]], summary: Mapping[int, Mapping[str, Any]]
) -> None:
    """Put files on record; those that were not read (the same bytes were) have no counts."""
    counted = ("segments", "interchanges", "payments", "claims", "lines", "is_835", "usage_test")
    no_reason = (None, None)
    insert_rows(
        con,
        "fact.file",
        [(*record, *no_reason, *(summary.get(record[0], {}).get(name) for name in counted)) for record in records],
    )


def _next(con: duckdb.DuckDBPyConnection, table: str) -> int:
    text = "select coalesce(max({column}), 0) + 1 from {table}"
    [(number,)] = con.execute(naming(text, column=f"{table}_id", table=f"fact.{table}")).fetchall()
    return int(number)
