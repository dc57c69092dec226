"""One published snapshot as the pages read it: its disputes in memory, joined with their review state.

A Snapshot never changes its file. When a night publishes, a new Snapshot replaces the old one in one step, and requests
that began on the old one finish on it. So no page mixes two nights.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse import queries
from warehouse.database import transaction
from warehouse.load import replace_rows
from warehouse.publish import REFRESHED
from warehouse.statements import literal, migrations, naming, statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from warehouse.review.events import Review, Row
    from warehouse.worklist.filters import Filter

REVIEW_COLUMNS = (
    "version", "status", "assignee", "batch", "disputed_on", "reference", "channel", "closed_reason",
    "recovered_amount", "next_action", "next_action_on", "answered_on",
)  # fmt: skip
# An older snapshot is an archive or an example: its days are counted from its own day, not from today.
STALE = timedelta(days=14)
MEMORY = "512MB"
CHOICES_SECONDS = 15
# DuckDB tries to import pandas for every parameter; a None here makes the failed import cheap (milliseconds a page).
if find_spec("pandas") is None:
    sys.modules["pandas"] = None  # type: ignore[assignment]
# Up to this many changed disputes are updated one by one, more of them in one statement.
ONE_BY_ONE = 40


class Snapshot:
    """The disputes of one snapshot. Any thread may query; `sync_review` applies what people changed since."""

    def __init__(self, path: Path, review: Review, now: date) -> None:
        self.path, self.review = path, review
        # One thread a query: many people query at once, and each query is small.
        self._con = duckdb.connect(config={"memory_limit": MEMORY, "threads": "1", "enable_external_access": "true"})
        self._con.execute("attach " + literal(str(path)) + " as night (read_only)")
        self._con.execute("use night")
        self.views = {row[0] for row in self._con.execute("select view_name from duckdb_views()").fetchall()}
        last = self.ask("last_night") if "night" in self.views else []
        self.as_of: date = last[0]["as_of"] if last else self.published_at.date()
        self.today = self.counting_day(now)
        self._con.execute(statement("page_listed"), {"today": self.today})
        self._con.execute(statement("page_dispute"))
        self._con.execute("drop table memory.main.listed")
        self._con.execute("create index dispute_by_id on memory.main.dispute (dispute_id)")
        self._con.execute(statement("page_standing"))
        self._con.execute(statement("chosen"))
        self._con.execute("set enable_external_access = false")
        self._choices: tuple[int | float, dict[str, list[Row]]] = (0, {})  # not money: seconds
        self._last_version = 0
        self._syncing = threading.Lock()
        self.sync_review()

    @property
    def published_at(self) -> datetime:
        """When the night published this snapshot, read from its name; a refreshed copy keeps its night's time."""
        try:
            return datetime.strptime(_night(self.path), "shortpay-%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
        except ValueError:
            return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def counting_day(self, now: date) -> date:
        """The day from which days left are counted: today, unless the snapshot is older than STALE."""
        return now if self.as_of < now <= self.as_of + STALE else self.as_of

    @property
    def is_older(self) -> bool:
        """Whether an earlier version of shortpay published this snapshot, so that a view may be missing from it."""
        (row,) = self.ask("newest_migration")
        return int(row["number"]) < migrations()[-1][0]

    def is_current(self, published: Path, now: date) -> bool:
        """Whether `published` is of the same night and day; a copy with fresher review state counts as the same."""
        return _night(published) == _night(self.path) and self.today == self.counting_day(now)

    def sync_review(self) -> None:
        """Apply what people changed since the last call."""
        with self._syncing:
            changed = self.review.standings(self._last_version)
            if not changed:
                return
            rows = [{**row, **{name: _typed(name, row[name]) for name in REVIEW_COLUMNS}} for row in changed]
            con = self._con.cursor()
            con.execute("use memory")
            with transaction(con):
                if len(rows) <= ONE_BY_ONE:
                    for row in rows:
                        con.execute(statement("apply_one"), row)
                else:
                    columns = ("dispute_id", *REVIEW_COLUMNS)
                    replace_rows(con, "main.standing", [tuple(row[name] for name in columns) for row in rows])
                    con.execute(statement("apply_standing"))
            self._last_version = max(int(row["version"]) for row in changed)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A new connection to the snapshot, for warehouse.queries; one connection must not serve two threads."""
        con = self._con.cursor()
        con.execute("use night")
        return con

    def ask(self, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """Rows of the statement `sql/<query>.sql`."""
        return self._rows(statement(query), parameters or {})

    def page(self, chosen: Filter, after: int | None, size: int) -> list[Row]:
        """The `size` disputes that follow position `after` in the filter's order, with the queue's columns."""
        text = naming(statement("queue_page"), place=chosen.sort_column)
        start = -(1 << 62) if after is None else after
        return self._rows(text, {**chosen.parameters(), "sign": chosen.sign, "after": start, "size": size})

    def full_rows(self, chosen: Filter, size: int) -> list[Row]:
        """The first `size` disputes that pass the filter, in its order, with every column."""
        text = naming(statement("whole_queue"), place=chosen.sort_column)
        return self._rows(text, {**chosen.parameters(), "sign": chosen.sign, "size": size})

    def choices(self) -> dict[str, list[Row]]:
        """The values to filter open disputes by, with counts; at most CHOICES_SECONDS old."""
        read_at, found = self._choices
        if not found or time.monotonic() - read_at > CHOICES_SECONDS:
            found = {}
            for row in self.ask("filter_choices"):
                found.setdefault(row["field"], []).extend([row] if row["value"] is not None else [])
            self._choices = (time.monotonic(), found)
        return found

    def totals(self, chosen: Filter) -> dict[str, Row]:
        """Counts and dollars of the disputes that pass the filter, by closing group."""
        return {row["closing"]: row for row in self.ask("closing_totals", chosen.parameters())}

    def position(self, dispute_id: str, chosen: Filter) -> int | None:
        """The position of a dispute in the filter's order; None when it is not in this snapshot."""
        rows = self.ask("place_of", {"dispute_id": dispute_id})
        return int(rows[0][chosen.sort_column]) * chosen.sign if rows else None

    def disputes(self, ids: Sequence[str]) -> list[Row]:
        """Disputes by id, closing soonest first, without those that are not in the queue any more."""
        return self.ask("disputes_by_id", {"ids": list(ids)})

    def claim(self, dispute_id: str) -> list[queries.ClaimAnswer]:
        """Every decision of the claim's chain with its lines and steps."""
        return queries.explain_chain(self.cursor(), dispute_id)

    def _rows(self, text: str, parameters: Mapping[str, object]) -> list[Row]:
        return queries.rows(self.cursor().execute(text, dict(parameters)))


def _typed(name: str, value: Any) -> object:  # noqa: ANN401 -- SQLite returns text or null
    if value is None:
        return None
    if name.endswith("_on"):
        return date.fromisoformat(value)
    return Decimal(value) if name == "recovered_amount" else value


def _night(path: Path) -> str:
    return path.stem.split(REFRESHED)[0]
