"""Loads the review state into a DuckDB database: the night's working file, or a refreshed copy of a snapshot.

The review file is read with Python's sqlite3, in one transaction, so that states and events are of the same instant.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb

from warehouse import statements
from warehouse.clock import as_stored, utc_now
from warehouse.database import transaction
from warehouse.load import insert_rows
from warehouse.publish import LINK, publish_refreshed, refreshing
from warehouse.review.events import FILE_NAME
from warehouse.statements import statement

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.context import NightContext


def load_review_state(night: NightContext) -> None:
    """Replace the review state in the night's database by that of its review file."""
    load_review(night.con, night.review_file)


def load_review(con: duckdb.DuckDBPyConnection, review_file: Path) -> int:
    """Replace the review state in `con` by that of `review_file` (empty without a file); return its last event."""
    standings, events = _read(review_file) if review_file.exists() else ([], [])
    last = max((int(event["event_id"]) for event in events), default=0)
    with transaction(con):
        for name, rows in (
            ("dispute_standing", [_standing(row) for row in standings]),
            ("review_entry", [_event(row) for row in events]),
            ("review_export", [(as_stored(utc_now()), last)]),
        ):
            statements.run(con, name)
            insert_rows(con, statements.created(name), rows)
    return last


def refresh_snapshot(data_dir: Path) -> Path | None:
    """Publish a copy of the current snapshot with the review state of now; None when a night published meanwhile.

    The night's own snapshot stays as it was; only the newest refreshed copies of it are kept.
    """
    source = (data_dir / LINK).resolve(strict=True)
    partial = refreshing(data_dir)
    try:
        shutil.copyfile(source, partial)
        with duckdb.connect(str(partial)) as con:
            load_review(con, data_dir / FILE_NAME)
        return publish_refreshed(partial, source, data_dir)
    finally:
        for leftover in (partial, partial.with_name(partial.name + ".wal")):
            leftover.unlink(missing_ok=True)


def _read(review_file: Path) -> tuple[list[sqlite3.Row], list[sqlite3.Row]]:
    with closing(sqlite3.connect(review_file, timeout=30, isolation_level=None)) as con:
        con.row_factory = sqlite3.Row
        if con.execute("pragma user_version").fetchone()[0] == 0:
            return [], []
        con.execute("begin")
        standings = con.execute(statement("dispute_state"), {"after": 0}).fetchall()
        return standings, con.execute(statement("every_event")).fetchall()


def _standing(row: sqlite3.Row) -> tuple[object, ...]:
    text = ("dispute_id", "version", "status", "assignee", "batch")
    amount = row["recovered_amount"]
    return (
        *(row[name] for name in text), _day(row["disputed_on"]), row["reference"], row["channel"], row["closed_reason"],
        Decimal(amount) if amount else None, row["next_action"], _day(row["next_action_on"]),
        _day(row["answered_on"]),
    )  # fmt: skip


def _event(row: sqlite3.Row) -> tuple[object, ...]:
    return (row["event_id"], row["action_id"], as_stored(datetime.fromisoformat(row["happened_at"])), *tuple(row)[3:])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
