"""Publishes what the night found: a copy of the closed working file under a new name, then the link readers open.

A DuckDB file has one writer or many readers, never both; so readers are given snapshots, and the working file stays the
night's own. The link is replaced in one step: a reader sees the old snapshot or the new one, never half of either.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING

from warehouse.database import transaction
from warehouse.statements import naming, statement

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

VIEWS = (
    "line_review", "dispute_queue", "expired_disputes", "visit_review", "expectation_step", "payment_balance",
    "claim_history", "held", "finding", "file_log", "payer_scorecard", "cause_summary", "coverage",
)  # fmt: skip
LINK = "current.duckdb"


class UnpublishableError(Exception):
    """The working file is still open somewhere, so that a copy of it would be torn."""


def create_views(con: duckdb.DuckDBPyConnection) -> None:
    """Create the published views over the derived tables, with a comment on every view and column."""
    comments = tomllib.loads((files("warehouse") / "sql" / "marts" / "comments.toml").read_text(encoding="utf-8"))
    shared = comments.pop("shared")
    with transaction(con):
        for view in VIEWS:
            con.execute(statement(f"marts/{view}"))
            said = comments[view]
            con.execute(naming("comment on view {view} is ", view=view) + _literal(said["view"]))
            for column, _ in con.execute(statement("load/column_types"), ["main", view]).fetchall():
                text = said.get(column, shared.get(column, ""))
                con.execute(naming("comment on column {column} is ", column=f"{view}.{column}") + _literal(text))


def publish(working: Path, data_dir: Path, keep: int = 7) -> Path:
    """Copy the closed working file to `data_dir/snapshots/` and point `data_dir/current.duckdb` at the copy.

    Keeps the newest `keep` snapshots. Returns the new one. Raises UnpublishableError when the working file has a
    write-ahead log (it is open, or its last writer died: opening it again mends that), OSError when the disk is full.
    """
    if working.with_name(working.name + ".wal").exists():
        raise UnpublishableError(
            f"{working}: has a write-ahead log; another program has it open. Close it and run again."
        )
    snapshots = data_dir / "snapshots"
    snapshots.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    target = snapshots / f"shortpay-{stamp}.duckdb"
    partial = target.with_suffix(".partial")
    try:
        shutil.copyfile(working, partial)
        with partial.open("rb") as copied:
            os.fsync(copied.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    link = data_dir / LINK
    fresh = data_dir / f".{LINK}.{stamp}"
    fresh.symlink_to(target.relative_to(data_dir))
    fresh.replace(link)
    for old in sorted(snapshots.glob("shortpay-*.duckdb"))[:-keep]:
        old.unlink(missing_ok=True)
    return target


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
