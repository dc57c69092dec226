"""Puts the guide checker's findings on record, once for the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.guide.conformance import NOT_FINISHED, ConformanceFinding
from warehouse.clock import as_stored, utc_now
from warehouse.database import transaction
from warehouse.load import insert_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb


def checked_files(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The hash of every file that was checked, finished or not."""
    return {digest for (digest,) in con.execute(statement("checked_file")).fetchall()}


def record_conformance(con: duckdb.DuckDBPyConnection, found: Mapping[str, tuple[ConformanceFinding, ...]]) -> int:
    """Append the findings by the hash of the file, in one transaction; return how many files were new."""
    known = checked_files(con)
    fresh = {digest: findings for digest, findings in found.items() if digest not in known}
    now = as_stored(utc_now())
    runs = [
        (digest, now, all(each.code != NOT_FINISHED for each in findings), len(findings))
        for digest, findings in fresh.items()
    ]
    rows = [
        (digest, each.code, each.severity, each.place, each.segment_number, each.count, each.sentence, each.reason)
        for digest, findings in fresh.items()
        for each in findings
    ]
    with transaction(con):
        insert_rows(con, "fact.conformance_run", runs)
        insert_rows(con, "fact.conformance", rows)
    return len(runs)
