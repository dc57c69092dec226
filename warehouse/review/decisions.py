"""Reads the decisions of people that a night acts on: released containers, and the agreements of unmapped payers.

The id of a held container is the hash of its file, its kind and its segment ('<sha256>.line.56'), the same in every
night; the id of a payer's question is made by contracts.agreements.matching.question.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

from contracts.agreements.matching import Answer
from warehouse.clock import as_stored
from warehouse.load import insert_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.context import NightContext

CONTAINERS = ("file", "payment", "claim", "line")
NO_AGREEMENT = "none"


def load_releases(night: NightContext) -> None:
    """Fill derived.released with the containers that are released now."""
    rows = []
    for row in _decisions(night.review_file, "held", "released"):
        place = _place(row["subject"])
        if row["decision"] == "yes" and place is not None:
            at = as_stored(datetime.fromisoformat(row["happened_at"]))
            rows.append((row["subject"], *place, at, row["who"], row["reason"] or ""))
    insert_rows(night.con, "derived.released", rows)


def answers(review_file: Path) -> dict[str, Answer]:
    """Question -> the agreement that people chose. The answer that there is none yet is left out."""
    return {
        row["subject"]: Answer(row["decision"], row["who"], row["happened_at"][:10], row["reason"])
        for row in _decisions(review_file, "payer", "agreement")
        if row["decision"] != NO_AGREEMENT
    }


def _place(held_id: str) -> tuple[str, str, int | None] | None:
    """(hash, container, segment number) of a held container; None for any other text."""
    sha256, _, rest = held_id.partition(".")
    container, _, segment = rest.partition(".")
    if container not in CONTAINERS or not (segment.isdigit() or container == "file"):
        return None
    return sha256, container, int(segment) if segment.isdigit() else None


def _decisions(review_file: Path, kind: str, decision: str) -> list[sqlite3.Row]:
    if not review_file.exists():
        return []
    with closing(sqlite3.connect(review_file, timeout=30, isolation_level=None)) as con:
        con.row_factory = sqlite3.Row
        if con.execute("pragma user_version").fetchone()[0] == 0:
            return []
        return con.execute(statement("decision"), {"kind": kind, "decision": decision}).fetchall()
