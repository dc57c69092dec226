"""The review log: an append-only log of what people did about disputes, and the current state that follows from it.

The file is data/review.sqlite, in WAL mode: one connection writes, any number read. A subject is the stable id of a
dispute, so decisions survive every night. When two people change one dispute, the second gets a ConflictError.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from warehouse.clock import as_text, utc_now
from warehouse.review.rules import NOTE, NotAllowedError, checked
from warehouse.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

FILE_NAME = "review.sqlite"
MIGRATIONS = ("0001_review",)
WAIT_SECONDS = 10
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """New values for some fields of one subject. `seen` is the version they saw; None skips the conflict check."""

    subject: str
    fields: Mapping[str, str | None]
    seen: int | None = None
    kind: str = "dispute"


@dataclass(frozen=True, slots=True)
class Action:
    """What one click did: its number (to undo it) and the subjects that it changed."""

    action_id: int
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A subject that someone else changed after the person saw it: the field, its value now, who and when."""

    subject: str
    field: str
    value: str | None
    who: str
    happened_at: str


@dataclass(slots=True)
class ConflictError(Exception):
    """Someone else changed a subject first. Nothing of the action was kept."""

    overtaken: tuple[Overtaken, ...] = field(default_factory=tuple)

    def __str__(self) -> str:
        return f"{len(self.overtaken)} changed meanwhile"


class Review:
    """The review state of one workspace. Safe to share between threads; writing is one at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(mode=0o600)
        self._writing = threading.RLock()
        self._writer = _connection(path)
        self._readers = threading.local()
        self._migrate()

    def close(self) -> None:
        """Close the writer; readers of other threads close with them."""
        with self._writing:
            self._writer.close()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: on disk when the block ends, or nothing of it."""
        with self._writing:
            self._writer.execute("begin immediate")
            try:
                yield self._writer
            except BaseException:
                self._writer.execute("rollback")
                raise
            self._writer.execute("commit")

    def read(self, query: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of a SQLite statement, on a connection of this thread."""
        con = getattr(self._readers, "con", None)
        if con is None:
            con = self._readers.con = _connection(self.path)
        return [dict(row) for row in con.execute(query, dict(parameters or {})).fetchall()]

    def act(self, who: str, changes: Sequence[Change], now: datetime | None = None) -> Action:
        """Keep all changes as one action, or none. Values that stay what they are make no event.

        Raises ConflictError when a subject changed after its `seen`, NotAllowedError when a rule forbids it.
        """
        checks = [(change, checked(change.kind, change.fields)) for change in changes]
        with self.writing() as con:
            overtaken = [late for change, _ in checks if (late := _overtaken(con, change)) is not None]
            if overtaken:
                raise ConflictError(tuple(overtaken))
            action_id, at = _next_action(con), _instant(now)
            touched = []
            for change, fields in checks:
                before = _values(con, change.kind, change.subject)
                for name, became in fields.items():
                    was = before.get(name)
                    if (name == NOTE and became is None) or (name != NOTE and was == became):
                        continue
                    _write(con, (action_id, at, who), (change.kind, change.subject, name), was, became)
                    touched.append(change.subject)
        return Action(action_id, tuple(dict.fromkeys(touched)))

    def undo(self, who: str, action_id: int, *, anyones: bool = False, now: datetime | None = None) -> Action:
        """Take an action back whole, as an action of its own.

        Raises ConflictError when what it did was changed since, NotAllowedError when there is no such action, it was
        taken back already, or it is someone else's and `anyones` is False.
        """
        with self.writing() as con:
            events = con.execute("select * from event where action_id = ? order by event_id", [action_id]).fetchall()
            if not events:
                raise NotAllowedError("There is nothing to undo.")
            if not anyones and events[0]["who"] != who:
                raise NotAllowedError(f"Only {events[0]['who']} or a lead can undo this.")
            ids = [event["event_id"] for event in events]
            if con.execute("select 1 from event where undoes between ? and ?", [min(ids), max(ids)]).fetchone():
                raise NotAllowedError("This was undone already.")
            overtaken = [late for event in events if (late := _changed_since(con, event)) is not None]
            if overtaken:
                raise ConflictError(tuple(overtaken))
            number, at = _next_action(con), _instant(now)
            for event in reversed(events):
                key = (event["kind"], event["subject"], event["field"])
                _write(con, (number, at, who), key, event["became"], event["was"], undoes=event["event_id"])
        return Action(number, tuple(dict.fromkeys(event["subject"] for event in events)))

    def standings(self, after: int = 0) -> list[Row]:
        """The state of every dispute whose state changed after event `after`; `version` is its last event."""
        return self.read(statement("dispute_state"), {"after": after})

    def standing(self, subject: str, kind: str = "dispute") -> Row:
        """The state of one subject: its fields and `version`; empty when nobody did anything about it."""
        rows = self.read(
            "select field, value, event_id from state where kind = :kind and subject = :subject",
            {"kind": kind, "subject": subject},
        )
        fields = {row["field"]: row["value"] for row in rows}
        return {**fields, "version": max(row["event_id"] for row in rows)} if rows else {}

    def history(self, subject: str, kind: str = "dispute") -> list[Row]:
        """Every event of one subject, newest first."""
        return self.read(statement("history"), {"kind": kind, "subject": subject})

    def decisions(self, kind: str, decision: str) -> dict[str, Row]:
        """By subject of one kind: what field `decision` is, why, who set it and when; `version` is the last event."""
        rows = self.read(statement("decision"), {"kind": kind, "decision": decision})
        return {row["subject"]: row for row in rows}

    def last_event(self) -> int:
        """The number of the newest event; 0 when there is none."""
        return int(self.read("select coalesce(max(event_id), 0) as last from event")[0]["last"])

    def audit(self, who: str, what: str, subject: str | None = None) -> None:
        """Put on record that someone read or did something; on disk when this returns."""
        with self.writing() as con:
            con.execute(
                "insert into audit (happened_at, who, what, subject) values (?, ?, ?, ?)",
                [_instant(None), who, what, subject],
            )

    def _migrate(self) -> None:
        folder = files("warehouse") / "sql" / "review" / "migrations"
        # Another process may migrate first: this one waits for the lock, and then has nothing left to do.
        with self._writing:
            for number, name in enumerate(MIGRATIONS, 1):
                (version,) = self._writer.execute("pragma user_version").fetchone()
                if version >= number:
                    continue
                text = (folder / f"{name}.sql").read_text(encoding="utf-8")
                try:
                    self._writer.executescript("begin immediate;\n" + text + "\npragma user_version = 1;\ncommit;")
                except sqlite3.OperationalError:
                    self._writer.execute("rollback")
                    (version,) = self._writer.execute("pragma user_version").fetchone()
                    if version < number:
                        raise


def rebuilt(review: Review) -> list[Row]:
    """The state as it follows from the events alone; `shortpay check` compares it with the state that is kept."""
    return review.read(statement("rebuilt_state"))


def kept(review: Review) -> list[Row]:
    """The state as it is kept beside the events, in the order of `rebuilt`."""
    return review.read(statement("kept_state"))


def _connection(path: Path) -> sqlite3.Connection:
    con = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    con.row_factory = sqlite3.Row
    con.execute("pragma journal_mode = wal")
    # FULL: a commit is on disk when it returns, so it survives a power cut.
    con.execute("pragma synchronous = full")
    con.execute("pragma foreign_keys = on")
    return con


def _instant(now: datetime | None) -> str:
    return as_text(now or utc_now())


def _next_action(con: sqlite3.Connection) -> int:
    (number,) = con.execute("select coalesce(max(action_id), 0) + 1 from event").fetchone()
    return int(number)


def _values(con: sqlite3.Connection, kind: str, subject: str) -> dict[str, str | None]:
    rows = con.execute("select field, value from state where kind = ? and subject = ?", [kind, subject]).fetchall()
    return {row["field"]: row["value"] for row in rows}


def _overtaken(con: sqlite3.Connection, change: Change) -> Overtaken | None:
    """The change of someone else since the person saw the subject. A note conflicts with nothing."""
    if change.seen is None or set(change.fields) <= {NOTE}:
        return None
    late = con.execute(
        statement("last_changes"), {"kind": change.kind, "subject": change.subject, "seen": change.seen}
    ).fetchone()
    return Overtaken(change.subject, *late) if late else None


def _changed_since(con: sqlite3.Connection, event: sqlite3.Row) -> Overtaken | None:
    if event["field"] == NOTE:
        return None
    now = con.execute(
        "select value, event_id, who, happened_at from state where kind = ? and subject = ? and field = ?",
        [event["kind"], event["subject"], event["field"]],
    ).fetchone()
    if now["event_id"] == event["event_id"]:
        return None
    return Overtaken(event["subject"], event["field"], now["value"], now["who"], now["happened_at"])


def _write(
    con: sqlite3.Connection,
    action: tuple[int, str, str],
    key: tuple[str, str, str],
    was: str | None,
    became: str | None,
    undoes: int | None = None,
) -> None:
    values = dict(zip(("action_id", "happened_at", "who", "kind", "subject", "field"), (*action, *key), strict=True))
    cursor = con.execute(statement("add_event"), {**values, "was": was, "became": became, "undoes": undoes})
    if key[2] != NOTE:
        con.execute(statement("keep_state"), {**values, "became": became, "event_id": cursor.lastrowid})
