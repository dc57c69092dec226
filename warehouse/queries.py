"""Queries of the published snapshot, one function for each question; rows are mappings, money is Decimal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import duckdb

from warehouse.publish import LINK
from warehouse.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

Row = dict[str, Any]
SHUT_IN: Final = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
    "lock_configuration": True,
}
"""What keeps a reader to its snapshot, for as long as the snapshot is open in this process."""


class NothingPublishedError(Exception):
    """No night has published a snapshot in this workspace yet."""


NIGHT_TABLES: Final = (
    *("night_files", "night_payments", "night_states", "night_disputes", "night_coverage", "night_unmapped"),
    *("night_questions", "night_interest", "night_held"),
)


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """A service line as reviewed, its adjustments as sent, and the steps of what should have been allowed for it."""

    line: Row
    adjustments: tuple[Row, ...]
    steps: tuple[Row, ...]
    visit_steps: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ClaimAnswer:
    """A claim with its place in the archive, its lines, its dispute (None when nothing is owed), its history of events,
    the levels of appeal that the law grants on its dispute, and what is said of the interest on a late payment."""

    claim: Row
    lines: tuple[LineAnswer, ...]
    dispute: Row | None
    history: tuple[Row, ...]
    appeals: tuple[Row, ...] = ()
    interest: tuple[Row, ...] = ()


def open_published(data_dir: Path) -> duckdb.DuckDBPyConnection:
    """The current snapshot, read-only; its connection reads and writes no other file and no network.

    Raises NothingPublishedError when there is none.
    """
    link = data_dir / LINK
    if not link.exists():
        raise NothingPublishedError(f"{link}: no night has published yet. Run `shortpay nightly` first.")
    return duckdb.connect(str(link.resolve()), read_only=True, config=dict(SHUT_IN))


def ask(con: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
    """The rows of the statement called `name`, see sql/queries/."""
    return rows(con.execute(statement(name), dict(parameters or {})))


def rows(cursor: duckdb.DuckDBPyConnection) -> list[Row]:
    """The rows of an executed statement, each a mapping of column names to values."""
    columns = [column[0] for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def has_view(con: duckdb.DuckDBPyConnection, name: str) -> bool:
    """Whether the snapshot has the view: one of an earlier version lacks what came later."""
    return bool(ask(con, "has_view", {"name": name}))


def queue(con: duckdb.DuckDBPyConnection, *, as_of: date | None = None, payer: str | None = None) -> list[Row]:
    """The open disputes of `as_of` (the night's day when None), closing soonest first.

    `payer` keeps those whose payer's name contains it, or whose agreement has that id.
    """
    return ask(con, "queue", {"as_of": as_of, "payer": payer})


def explain(con: duckdb.DuckDBPyConnection, number: str, line: int | None = None) -> list[ClaimAnswer]:
    """Every claim called `number` (ours, the payer's, or a dispute id) in order of its history; [] when there is none.

    `line` keeps one service line, by its place in the claim (1-based).
    """
    called = ask(con, "claims_called", {"number": number})
    histories = {chain_id: _history(con, chain_id) for chain_id in {row["chain_id"] for row in called}}
    return [_claim(con, row["claim_id"], histories[row["chain_id"]], line) for row in called]


def explain_chain(con: duckdb.DuckDBPyConnection, chain_id: str) -> list[ClaimAnswer]:
    """Every decision of one claim, in order, by the id that it and its dispute share; [] when there is none."""
    history = _history(con, chain_id)
    return [_claim(con, event["claim_id"], history, None) for event in history]


def night_summary(con: duckdb.DuckDBPyConnection) -> dict[str, list[Row]]:
    """What the last night found, each a short table: files, payments, states, coverage, unmapped, questions, ..."""
    return {name.removeprefix("night_"): ask(con, name) for name in NIGHT_TABLES}


def _history(con: duckdb.DuckDBPyConnection, chain_id: str) -> tuple[Row, ...]:
    return tuple(ask(con, "chain_history", {"chain_id": chain_id}))


def _claim(con: duckdb.DuckDBPyConnection, claim_id: int, history: tuple[Row, ...], line: int | None) -> ClaimAnswer:
    (claim,) = ask(con, "claim_source", {"claim_id": claim_id})
    adjustments = ask(con, "line_adjustments", {"claim_id": claim_id})
    lines = tuple(
        LineAnswer(
            line=row,
            adjustments=tuple(a for a in adjustments if a["line_id"] in (row["line_id"], None)),
            steps=_steps(con, row["situation_id"], row["line_in_situation"]),
            visit_steps=_steps(con, row["situation_id"], 0) if row["state"] == "visit_priced" else (),
        )
        for row in ask(con, "claim_lines", {"claim_id": claim_id, "line": line})
    )
    disputes = ask(con, "claim_dispute", {"claim_id": claim_id})
    knows_appeals = bool(disputes) and has_view(con, "appeal_level")
    knows_interest = has_view(con, "interest_owed")
    return ClaimAnswer(
        claim=claim,
        lines=lines,
        dispute=disputes[0] if disputes else None,
        history=history,
        appeals=tuple(ask(con, "claim_appeals", {"claim_id": claim_id})) if knows_appeals else (),
        interest=tuple(ask(con, "claim_interest_told", {"claim_id": claim_id})) if knows_interest else (),
    )


def _steps(con: duckdb.DuckDBPyConnection, situation_id: str | None, line: int | None) -> tuple[Row, ...]:
    if situation_id is None or line is None:
        return ()
    return tuple(ask(con, "situation_steps", {"situation_id": situation_id, "line": line}))
