"""What a night looks at again: claims that are new, and those that what is new may touch. Nothing else is recalculated.

A claim is judged by its own facts and by those of the claims it is linked with (sql/tonight/claim_link.sql). The
statements of the night know nothing of this: `narrow` puts a database in memory on top of the search path in which
only the claims to look at exist, and `keep` lets what was found there take the place of what was known of them. Who
changes an agreement, a rate, a site or a line of this program has everything looked at again.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.database import transaction
from warehouse.decisions.causes import world_fingerprint
from warehouse.load import replace_rows
from warehouse.statements import naming, statement

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from contracts.agreements.agreement import Book
    from contracts.agreements.matching import Answer
    from contracts.agreements.practice import Setup

TOUCHED = "tonight.main.touched_claim"
# What the next night, the published views and the checks read of what was found line by line; each with its claim.
KEPT = {
    "line_amount": "claim_id",
    "claim_event": "claim_id",
    "claim_role": "claim_id",
    "chain_date": "first_claim_id",
    "visit_judgement": "first_claim_id",
    "judged_line": "claim_id",
    "short": "claim_id",
    "cause_question": "claim_id",
}
NARROWED = ("claim", "line", "adjustment", "remark", "reference")


def narrow(con: duckdb.DuckDBPyConnection, basis: str, book: Book) -> int | None:
    """Find the claims to look at and hide all others from the statements to come; None when it is every claim.

    `basis` is what `basis_of` says; needs the standing of every payment, that is the check. Returns how many claims.
    """
    leave(con)
    for macro in ("payer_of", "patient_of"):
        con.execute(statement(f"tonight/{macro}"))
    is_known = con.execute("select sha256 from store.night_basis").fetchall() == [(basis,)]
    if not is_known:
        con.execute(naming("truncate {table}", table="derived.claim_link"))
    counts_visits = any(period.needs_visit_number for agreement in book for period in agreement.periods())
    con.execute(statement("tonight/claim_link"), {"counts_visits": counts_visits})
    [(working,)] = con.execute(statement("tonight/database")).fetchall()
    con.execute("attach ':memory:' as tonight")
    con.execute("create schema tonight.derived")
    touched = None
    path = ["tonight.derived"]
    if is_known:
        touched = _touch(con)
        con.execute("create schema tonight.fact")
        for name in NARROWED:
            text = "create table {narrowed} as select * from {fact} where claim_id in (select claim_id from {touched})"
            names = {"narrowed": f"tonight.fact.{name}", "fact": f"fact.{name}", "touched": TOUCHED}
            con.execute(naming(text, **names))
        path.append("tonight.fact")
    path += [f"{working}.{schema}" for schema in ("main", "derived", "fact", "store", "reference")]
    con.execute("set search_path = ?", [",".join(path)])
    return touched


def keep(con: duckdb.DuckDBPyConnection, basis: str) -> None:
    """Let what was found take the place of what was known of the same claims, all at once; then show every claim."""
    is_narrow = "tonight.fact" in con.execute("select current_setting('search_path')").fetchall()[0][0]
    [(working,)] = con.execute(statement("tonight/database")).fetchall()
    with transaction(con):
        for name, claim in KEPT.items():
            names = {
                "kept": f"{working}.derived.{name}",
                "found": f"tonight.derived.{name}",
                "claim": claim,
                "touched": TOUCHED,
            }
            if is_narrow:
                con.execute(naming("delete from {kept} where {claim} in (select claim_id from {touched})", **names))
                con.execute(naming("insert into {kept} by name select * from {found}", **names))
            else:
                con.execute(naming("create or replace table {kept} as select * from {found}", **names))
        replace_rows(con, "store.night_basis", [(basis,)])
    leave(con)


def leave(con: duckdb.DuckDBPyConnection) -> None:
    """Show every claim again, and forget what was found and not kept."""
    if con.execute(statement("tonight/scratch")).fetchall():
        [(working,)] = con.execute(statement("tonight/database")).fetchall()
        con.execute(naming("use {working}", working=working))
        con.execute("detach tonight")


def _touch(con: duckdb.DuckDBPyConnection) -> int:
    """Begin with the claims never judged, and add what is linked with them until nothing is; count them."""
    con.execute(statement("tonight/new_claim"))
    count, found, rounds = _count(con, TOUCHED), 1, 0
    while found:
        rounds += 1
        con.execute(statement("tonight/linked_claim"), {"round": rounds})
        count, found = (now := _count(con, TOUCHED)), now - count
    return count


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(naming("select count(*) from {table}", table=table)).fetchall()[0][0])


def basis_of(con: duckdb.DuckDBPyConnection, setup: Setup, book: Book, answers: Mapping[str, Answer]) -> str:
    """Changes when anything does that a judgement depends on besides facts.

    That is: contracts, rates and sites, what people released or said of payers, this program, and the version of
    DuckDB, whose hash links claims and may be another in the next.
    """
    [(engine,)] = con.execute("select version()").fetchall()
    released = con.execute("select held_id from derived.released order by held_id").fetchall()
    parts = [
        world_fingerprint(book, {}),
        repr(setup),
        repr(sorted(answers.items())),
        repr(released),
        _program(),
        engine,
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def _program() -> str:
    """SHA-256 over the source and data of what judges."""
    digest = hashlib.sha256()
    for package in ("contracts", "warehouse"):
        for path in sorted(Path(str(files(package))).rglob("*")):
            if path.suffix in (".py", ".sql", ".toml", ".csv"):
                digest.update(path.read_bytes())
    return digest.hexdigest()
