"""One published snapshot laid out for the page: its disputes in memory, with what people did about them.

A desk never changes its snapshot. When a night publishes, a new desk is laid out beside the old one and takes its place
in one step; who is still reading at the old one finishes there. So no page mixes two nights.
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
from warehouse.statements import migrations, naming, statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from warehouse.review.events import Review, Row
    from warehouse.worklist.filters import Filter

STATE = (
    "version", "status", "assignee", "batch", "disputed_on", "reference", "channel", "closed_reason",
    "recovered_amount", "next_action", "next_action_on",
)  # fmt: skip
# A snapshot this old is an archive or an example: its days are counted from its own day, not from today.
STALE = timedelta(days=14)
MEMORY = "512MB"
# One thread a question: many people ask at once, and each question is small.
CHOICES_LAST = 15
# DuckDB looks for pandas twice with every parameter; where there is none, having said so saves milliseconds a page.
if find_spec("pandas") is None:
    sys.modules["pandas"] = None  # type: ignore[assignment]
# So many disputes are brought up to date one by one; more of them at once.
FEW = 40


class Desk:
    """The disputes of one snapshot. Any thread may ask; `follow` brings in what people did since."""

    def __init__(self, snapshot: Path, review: Review, now: date) -> None:
        self.snapshot, self.review = snapshot, review
        self._con = duckdb.connect(config={"memory_limit": MEMORY, "threads": "1", "enable_external_access": "true"})
        self._con.execute("attach " + _literal(str(snapshot)) + " as night (read_only)")
        self._con.execute("use night")
        row = self._con.execute(statement("worklist/looked_from")).fetchone()
        self.as_of: date = (row[0] if row else None) or self.published_at.date()
        self.today = self.counted_from(now)
        self._con.execute(statement("worklist/listed"), {"today": self.today})
        self._con.execute(statement("worklist/dispute"))
        self._con.execute("drop table memory.main.listed")
        self._con.execute("create index dispute_by_id on memory.main.dispute (dispute_id)")
        self._con.execute(statement("worklist/standing"))
        self._con.execute(statement("worklist/chosen"))
        self._con.execute("set enable_external_access = false")
        self.views = {row[0] for row in self._con.execute("select view_name from duckdb_views()").fetchall()}
        self._choices: tuple[int | float, dict[str, list[Row]]] = (0, {})  # not money: seconds
        self._seen = 0
        self._following = threading.Lock()
        self.follow()

    @property
    def published_at(self) -> datetime:
        """When the night published this snapshot, from its name; a refreshed copy is as old as its night."""
        try:
            return datetime.strptime(_night(self.snapshot), "shortpay-%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)
        except ValueError:
            return datetime.fromtimestamp(self.snapshot.stat().st_mtime, UTC)

    def counted_from(self, now: date) -> date:
        """The day that days left are counted from: today, unless the snapshot is an old one (see STALE)."""
        return now if self.as_of < now <= self.as_of + STALE else self.as_of

    @property
    def is_older(self) -> bool:
        """Whether an earlier version published this snapshot, so that something asked for here may not be in it."""
        (row,) = self.ask("worklist/newest_migration")
        return int(row["number"]) < migrations()[-1][0]

    def shows(self, snapshot: Path, now: date) -> bool:
        """Whether this is the desk of that snapshot and day; a copy with fresher review state is nothing new here."""
        return _night(snapshot) == _night(self.snapshot) and self.today == self.counted_from(now)

    def follow(self) -> None:
        """Bring in what people did since the last time."""
        with self._following:
            fresh = self.review.standings(self._seen)
            if not fresh:
                return
            rows = [{**row, **{name: _typed(name, row[name]) for name in STATE}} for row in fresh]
            con = self._con.cursor()
            con.execute("use memory")
            with transaction(con):
                if len(rows) <= FEW:
                    for row in rows:
                        con.execute(statement("worklist/apply_one"), row)
                else:
                    replace_rows(
                        con, "main.standing", [tuple(row[name] for name in ("dispute_id", *STATE)) for row in rows]
                    )
                    con.execute(statement("worklist/apply_standing"))
            self._seen = max(int(row["version"]) for row in fresh)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of the caller's own on the snapshot, for warehouse.queries."""
        con = self._con.cursor()
        con.execute("use night")
        return con

    def ask(self, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """Rows of the statement `sql/<query>.sql`."""
        return self._rows(statement(query), parameters or {})

    def page(self, chosen: Filter, after: int | None, size: int) -> list[Row]:
        """The next `size` disputes after place `after` in the filter's order, with what the queue shows of them."""
        text = naming(statement("worklist/page"), place=chosen.place)
        start = -(1 << 62) if after is None else after
        return self._rows(text, {**chosen.parameters(), "sign": chosen.sign, "after": start, "size": size})

    def whole(self, chosen: Filter, size: int) -> list[Row]:
        """The first `size` disputes that the filter lets through, in its order, with every column."""
        text = naming(statement("worklist/whole"), place=chosen.place)
        return self._rows(text, {**chosen.parameters(), "sign": chosen.sign, "size": size})

    def choices(self) -> dict[str, list[Row]]:
        """What the open disputes can be filtered by, with counts; at most CHOICES_LAST seconds old."""
        looked_at, found = self._choices
        if not found or time.monotonic() - looked_at > CHOICES_LAST:
            found = {}
            for row in self.ask("worklist/choices"):
                found.setdefault(row["field"], []).extend([row] if row["value"] is not None else [])
            self._choices = (time.monotonic(), found)
        return found

    def totals(self, chosen: Filter) -> dict[str, Row]:
        """Counts and dollars of everything the filter lets through, by closing group."""
        return {row["closing"]: row for row in self.ask("worklist/totals", chosen.parameters())}

    def place(self, dispute_id: str, chosen: Filter) -> int | None:
        """Where a dispute stands in the filter's order; None when it is not in this snapshot."""
        rows = self.ask("worklist/place_of", {"dispute_id": dispute_id})
        return int(rows[0][chosen.place]) * chosen.sign if rows else None

    def disputes(self, ids: Sequence[str]) -> list[Row]:
        """Disputes by id, closing soonest first; those that left the queue are left out."""
        return self.ask("worklist/disputes", {"ids": list(ids)})

    def claim(self, dispute_id: str) -> list[queries.ClaimAnswer]:
        """Every decision of the claim's chain with its lines and steps."""
        return queries.explain_chain(self.cursor(), dispute_id)

    def _rows(self, text: str, parameters: Mapping[str, object]) -> list[Row]:
        return queries.rows(self.cursor().execute(text, dict(parameters)))


def _typed(name: str, value: Any) -> object:  # noqa: ANN401 -- SQLite gives text, or null
    if value is None:
        return None
    if name.endswith("_on"):
        return date.fromisoformat(value)
    return Decimal(value) if name == "recovered_amount" else value


def _night(snapshot: Path) -> str:
    return snapshot.stem.split(REFRESHED)[0]


def _literal(path: str) -> str:
    """DuckDB takes no parameter for a path."""
    return "'" + path.replace("'", "''") + "'"
