"""Compares two published snapshots: every view, row by row and column by column, in DuckDB.

`situation_id` is an identifier, not a fact. It is a hash of the question and of a fingerprint of the program and its
rates, so another version gives every situation another id although no price moves. It is compared up to a one-to-one
renaming, which the lines of `line_review` and the visits of `visit_review` establish; situations that no line asks any
more are paired by their steps. Every other id counts rows or names what was sent, so it is the same in both snapshots,
and is compared as it is.

Some columns say when a night ran and not what it found (`RUN_INSTANTS`); they are left out unless they are asked for.
Types are compared too. Values of different types are compared as values: 1.5 equals 1.50.
"""

from __future__ import annotations

import json
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from warehouse.database import DatabaseUnreadableError
from warehouse.statements import literal, naming, statement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

# Moments of the run: two runs over the same files differ in them and in nothing else.
RUN_INSTANTS = frozenset(
    {
        "received_at",
        "recorded_at",
        "checked_at",
        "exported_at",
        "started_at",
        "finished_at",
    }
)
RENAMED = "situation_id"
# The columns that say where a row is. Rows with the same key are the same row, changed; none of them names a patient.
KEYS = {
    "appeal_level": ("dispute_id", "level"),
    "cause_summary": ("agreement", "cause"),
    "claim_history": ("file_name", "segment_number"),
    "conformance_finding": ("file_name", "code", "place", "segment_number"),
    "coverage": ("agreement", "procedure_code", "outcome", "unpriced_because"),
    "deposit_finding": ("deposit_file", "code", "line_number"),
    "deposit_match": ("deposit_file", "line_number", "file_name", "trace"),
    "dispute_history": ("dispute_id", "as_of", "kind"),
    "dispute_queue": ("dispute_id",),
    "expectation_step": ("situation_id", "line_in_situation", "step"),
    "expired_disputes": ("dispute_id",),
    "file_log": ("file_name", "sha256"),
    "finding": ("file_name", "segment_number", "code"),
    "forwarded_balance": ("file_name", "segment_number", "reference"),
    "held": ("file_name", "container", "segment_number", "code"),
    "interest_owed": ("file_name", "segment_number"),
    "line_review": ("file_name", "segment_number"),
    "night": ("as_of",),
    "overpayment": ("dispute_id", "line_ordinal", "visit_id", "file_name"),
    "payer_scorecard": ("payer", "agreement"),
    "payment_balance": ("file_name", "segment_number"),
    "payment_bridge": ("file_name", "trace", "step"),
    "recoupment": ("file_name", "segment_number", "reference", "payer_control_number"),
    "review_event": ("event_id",),
    "setup_question": ("agreement", "candidate"),
    "visit_review": ("visit_id",),
}
# What a row of any other view is called, as far as the view has it.
PLACES = ("file_name", "segment_number", "dispute_id", "visit_id", "agreement", "code")
ANCHORS = ("line_review", "visit_review")
STEPS = "expectation_step"
STEP_COLUMNS = {RENAMED, "line_in_situation", "step", "rule", "text", "amount", "source"}
# Columns whose values are codes of ours: a change of them is shown with its values.
CODES = frozenset({
    "rule", "state", "cause", "cause_confidence", "code", "severity", "container", "outcome", "unpriced_because",
    "reason_code", "role", "kind", "disposition", "receipt", "standing", "item", "treatment", "level", "condemns",
    "bank_state", "linked_by", "status", "tag",
})  # fmt: skip
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Change:
    """A column that differs in `rows` rows; `values` are (old, new, rows) of columns that hold codes."""

    column: str
    rows: int
    places: tuple[str, ...]
    values: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Unpaired:
    """Rows whose key only one snapshot has, and the first of their places."""

    rows: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ViewDiff:
    """One view that both snapshots have. `retyped` is (column, old type, new type)."""

    view: str
    old_rows: int
    new_rows: int
    only_old: Unpaired
    only_new: Unpaired
    differing: int
    changes: tuple[Change, ...]
    columns_only_old: tuple[str, ...]
    columns_only_new: tuple[str, ...]
    retyped: tuple[tuple[str, str, str], ...]

    @property
    def is_equal(self) -> bool:
        rows = self.only_old.rows + self.only_new.rows + self.differing
        return not (rows or self.columns_only_old or self.columns_only_new or self.retyped)


@dataclass(frozen=True, slots=True)
class SnapshotDiff:
    """Two snapshots side by side. `renamed` counts identifiers that are spelled otherwise and mean the same;
    `ambiguous` those of the old snapshot that have no single partner although their lines are in both."""

    views: tuple[ViewDiff, ...]
    views_only_old: tuple[str, ...]
    views_only_new: tuple[str, ...]
    renamed: int
    ambiguous: int

    @property
    def is_equal(self) -> bool:
        return not (self.views_only_old or self.views_only_new) and all(view.is_equal for view in self.views)


class UnknownIgnoredError(Exception):
    """A view or column that is to be ignored is in neither snapshot."""


Columns = dict[str, str]


def compare(old: Path, new: Path, *, ignored: Collection[str] = (), with_instants: bool = False) -> SnapshotDiff:
    """Compare two snapshot files. `ignored` holds names of views, and of columns as VIEW.COLUMN.

    Raises DatabaseUnreadableError when a file is no DuckDB database that this version can open, UnknownIgnoredError.
    """
    with _both(old, new) as con:
        before, after = _views(con, "old"), _views(con, "new")
        for path, views in ((old, before), (new, after)):
            if not views:
                raise DatabaseUnreadableError(f"{path}: this database has no published view, so it is no snapshot.")
        known = {*before, *after, *(f"{v}.{c}" for side in (before, after) for v in side for c in side[v])}
        if unknown := sorted(set(ignored) - known):
            raise UnknownIgnoredError(f"{', '.join(unknown)}: neither snapshot has a view or column of this name.")
        _pair_identifiers(con, before, after)
        left_out = {name for name in ignored if "." in name} | (set() if with_instants else RUN_INSTANTS)
        return SnapshotDiff(
            views=tuple(
                _compare_view(con, view, _without(before[view], view, left_out), _without(after[view], view, left_out))
                for view in sorted(set(before) & set(after) - set(ignored))
            ),
            views_only_old=tuple(sorted(set(before) - set(after) - set(ignored))),
            views_only_new=tuple(sorted(set(after) - set(before) - set(ignored))),
            renamed=_one(con, "select count(*) from renaming where old_id <> new_id"),
            ambiguous=_one(con, "select count(distinct old_id) from spelling anti join renaming using (old_id)"),
        )


@contextmanager
def _both(old: Path, new: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Both files, read-only, as `old` and `new`; what does not fit into memory goes to a private folder."""
    with (
        tempfile.TemporaryDirectory(prefix="shortpay-diff-") as spill,
        duckdb.connect(config={"temp_directory": spill}) as con,
    ):
        for name, path in (("old", old), ("new", new)):
            try:
                con.execute(naming("attach " + literal(str(path)) + " as {name} (read_only)", name=name))
            except duckdb.Error as error:
                reason = str(error).splitlines()[0]
                raise DatabaseUnreadableError(f"{path}: DuckDB cannot open this snapshot ({reason}).") from error
        yield con


def _views(con: duckdb.DuckDBPyConnection, side: str) -> dict[str, Columns]:
    """The columns of every published view, with their types."""
    views: dict[str, Columns] = {}
    for database, view, column, kind in con.execute(statement("snapshot_columns")).fetchall():
        if database == side:
            views.setdefault(view, {})[column] = kind
    return views


def _pair_identifiers(con: duckdb.DuckDBPyConnection, before: dict[str, Columns], after: dict[str, Columns]) -> None:
    """Make `renaming` from the rows that both snapshots have under the same key, then from equal steps."""
    con.execute("create temp table spelling (old_id varchar, new_id varchar)")
    for view in ANCHORS:
        if all({RENAMED, *KEYS[view]} <= set(side.get(view, ())) for side in (before, after)):
            text = naming(statement("snapshot_spelling"), old=f"old.main.{view}", new=f"new.main.{view}")
            con.execute(text, {"key": list(KEYS[view])})
    con.execute(statement("snapshot_renaming"))
    if all(set(side.get(STEPS, ())) >= STEP_COLUMNS for side in (before, after)):
        con.execute(statement("snapshot_unused"))


def _compare_view(con: duckdb.DuckDBPyConnection, view: str, before: Columns, after: Columns) -> ViewDiff:
    compared = [column for column in before if column in after]
    named = [c for c in KEYS.get(view, PLACES) if c in compared]
    # rows that nothing names are the same only when all of their columns are, and have no place to show
    _read_view(con, view, is_renamed=RENAMED in compared)
    if compared:
        con.execute(statement("snapshot_surplus"), {"compared": compared, "key": named or compared})
    else:
        con.execute(statement("snapshot_nothing"))
    place = [column for column in compared if column in named]
    changes = [change for column in compared if (change := _change(con, column, place))]
    return ViewDiff(
        view=view,
        old_rows=_one(con, "select count(*) from old_row"),
        new_rows=_one(con, "select count(*) from new_row"),
        only_old=_unpaired(con, place, is_old=True),
        only_new=_unpaired(con, place, is_old=False),
        differing=_one(con, statement("snapshot_differing")),
        changes=tuple(changes),
        columns_only_old=tuple(column for column in before if column not in after),
        columns_only_new=tuple(column for column in after if column not in before),
        retyped=tuple((c, before[c], after[c]) for c in compared if before[c] != after[c]),
    )


def _read_view(con: duckdb.DuckDBPyConnection, view: str, *, is_renamed: bool) -> None:
    """Make `old_row` and `new_row` the rows of the view, identifiers spelled as in the new snapshot."""
    plain = "create or replace temp view {row} as from {view}"
    con.execute(naming(plain, row="new_row", view=f"new.main.{view}"))
    text = statement("snapshot_renamed") if is_renamed else plain
    con.execute(naming(text, row="old_row", view=f"old.main.{view}"))


def _change(con: duckdb.DuckDBPyConnection, column: str, place: Sequence[str]) -> Change | None:
    text = naming(statement("snapshot_changed"), column=column)
    rows = con.execute(text, {"shown": SHOWN}).fetchall()
    if not rows:
        return None
    return Change(
        column=column,
        rows=rows[0][4],
        places=tuple(_place(place, key) for row in rows for key in row[3])[:SHOWN] if place else (),
        values=tuple((str(row[0]), str(row[1]), row[2]) for row in rows if column in CODES),
    )


def _unpaired(con: duckdb.DuckDBPyConnection, place: Sequence[str], *, is_old: bool) -> Unpaired:
    rows = con.execute(statement("snapshot_unpaired"), {"is_old": is_old, "shown": SHOWN}).fetchall()
    return Unpaired(rows[0][1] if rows else 0, tuple(_place(place, row[0]) for row in rows if place))


def _place(columns: Sequence[str], key: str) -> str:
    return ", ".join(f"{c} {v}" for c, v in zip(columns, json.loads(key), strict=True) if v is not None)


def _without(columns: Columns, view: str, left_out: Collection[str]) -> Columns:
    """Columns of `view` that are left out neither by name nor as VIEW.COLUMN."""
    return {name: kind for name, kind in columns.items() if not {name, f"{view}.{name}"} & set(left_out)}


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    [(number,)] = con.execute(query).fetchall()
    return int(number)
