"""What a rebuilt database takes over from the newest snapshot: the history that no archive can give back.

Facts, prices and judgements come again from the archive. When a dispute was opened, what of it was recovered and which
nights were published is known only to the database itself, and so to the snapshots that are copies of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb

from warehouse.database import columns_of, transaction
from warehouse.statements import literal, naming, statement

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

KEPT: Final = ("store.dispute_event", "store.dispute_ledger", "store.night", "store.cause_question")
"""Tables whose rows say what happened on a day that has passed."""
EARLIER: Final = "earlier"


class HistoryLostError(Exception):
    """The database is new, and what was on record before it cannot be brought back from what is there."""


def restore_history(con: duckdb.DuckDBPyConnection, snapshots: Path, archived: Collection[str]) -> Path | None:
    """Fill the KEPT tables of a new database from the newest readable snapshot below `snapshots`; return that snapshot.

    `archived` are the SHA-256 of the files that the archive can give back. None when the database has a history of its
    own, or when no night was ever published. Raises HistoryLostError when there are snapshots and none of them can be
    read, or when the archive has fewer files than the newest readable one has on record.
    """
    if con.execute("select 1 from store.night limit 1").fetchall():
        return None
    found = sorted(snapshots.glob("shortpay-*.duckdb"), reverse=True)
    for snapshot in found:
        if _is_attached(con, snapshot):
            try:
                _refuse_fewer_files(con, snapshot, archived)
                if _is_taken_over(con):
                    return snapshot
            finally:
                con.execute(naming("detach {name}", name=EARLIER))
    if found:
        raise HistoryLostError(
            f"{snapshots}: the working database is new, and none of the {len(found)} snapshots can be read, so what "
            "was recovered before is lost. Put a snapshot from a backup there; or move the folder away to begin "
            "without a history."
        )
    return None


def _is_attached(con: duckdb.DuckDBPyConnection, snapshot: Path) -> bool:
    try:
        con.execute(naming("attach " + literal(str(snapshot)) + " as {name} (read_only)", name=EARLIER))
    except duckdb.Error:
        return False
    return True


def _refuse_fewer_files(con: duckdb.DuckDBPyConnection, snapshot: Path, archived: Collection[str]) -> None:
    posted = [digest for (digest,) in con.execute(statement("posted_before")).fetchall()]
    lost = len(set(posted) - set(archived))
    if lost:
        raise HistoryLostError(
            f"{snapshot}: has {len(posted)} remittances on record, and archive/ lacks {lost} of them, so this night "
            "would publish less than the one before. Restore archive/ from a backup; or move the snapshots away to "
            "begin without a history."
        )


def _is_taken_over(con: duckdb.DuckDBPyConnection) -> bool:
    try:
        with transaction(con):
            for table in KEPT:
                _copy(con, table)
    except duckdb.Error:
        return False
    return True


def _copy(con: duckdb.DuckDBPyConnection, table: str) -> None:
    """Copy the columns that both versions of the table have; a table that the earlier version had not stays empty."""
    source = f"{EARLIER}.{table}"
    try:
        earlier = {name for name, _ in columns_of(con, source)}
    except duckdb.CatalogException:
        return
    both = [name for name, _ in columns_of(con, table) if name in earlier]
    text = "insert into {table} ({columns}) select {columns} from {source}"
    con.execute(naming(text, table=table, columns=both, source=source))
