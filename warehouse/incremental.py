"""What a night recomputes: claims that are new, and those that what is new may touch.

A claim is judged by its own facts and by those of the claims it is linked with (link_new_claim.sql). The statements of
the night know nothing of this: `narrow` puts a database in memory on top of the search path in which only the claims to
judge exist, and `keep` lets what was found there take the place of what was known of them.
Changing an agreement, rate, site or this program makes the next night recompute every claim.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import statements
from warehouse.database import transaction
from warehouse.decisions.parameters import Parameters
from warehouse.decisions.world import world_fingerprint
from warehouse.load import replace_rows
from warehouse.statements import naming

if TYPE_CHECKING:
    import duckdb

    from warehouse.context import NightContext

TOUCHED = "tonight.main.touched_claim"
# What the next night, the published views and the checks read of what was found claim by claim; each with its claim.
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
STATEMENTS = ("link_new_claim", "new_claim", "linked_claim")


def narrow(night: NightContext) -> None:
    """Find the claims to judge and hide all others from the statements to come."""
    con = night.con
    show_all(con)
    night.basis = basis_of(night)
    is_known = con.execute("select sha256 from store.night_basis").fetchall() == [(night.basis,)]
    if not is_known:
        con.execute(naming("truncate {table}", table="derived.claim_link"))
    statements.run(con, "link_new_claim", Parameters(night))
    working = _working_database(con)
    con.execute("attach ':memory:' as tonight")
    con.execute("create schema tonight.derived")
    path = ["tonight.derived"]
    if is_known:
        night.counts["claims_judged"] = _touch(con)
        con.execute("create schema tonight.fact")
        for name in NARROWED:
            text = "create table {narrowed} as select * from {fact} where claim_id in (select claim_id from {touched})"
            names = {"narrowed": f"tonight.fact.{name}", "fact": f"fact.{name}", "touched": TOUCHED}
            con.execute(naming(text, **names))
        path.append("tonight.fact")
    night.is_whole = not is_known
    path += [f"{working}.{schema}" for schema in ("main", "derived", "fact", "store", "reference")]
    con.execute("set search_path = ?", [",".join(path)])


def keep(night: NightContext) -> None:
    """Let what was found take the place of what was known of the same claims, all at once; then show every claim."""
    con = night.con
    working = _working_database(con)
    with transaction(con):
        for name, claim in KEPT.items():
            names = {
                "kept": f"{working}.derived.{name}",
                "found": f"tonight.derived.{name}",
                "claim": claim,
                "touched": TOUCHED,
            }
            if not night.is_whole:
                con.execute(naming("delete from {kept} where {claim} in (select claim_id from {touched})", **names))
                con.execute(naming("insert into {kept} by name select * from {found}", **names))
            else:
                con.execute(naming("create or replace table {kept} as select * from {found}", **names))
        replace_rows(con, "store.night_basis", [(night.basis,)])
    show_all(con)
    if night.is_whole:
        night.counts["claims_judged"] = _count(con, "derived.claim_role")
    night.counts["situations"] = _distinct_situations(con)


def show_all(con: duckdb.DuckDBPyConnection) -> None:
    """Show every claim again, and forget what was found and not kept."""
    if statements.run(con, "scratch_database").fetchall():
        con.execute(naming("use {working}", working=_working_database(con)))
        con.execute("detach tonight")


def basis_of(night: NightContext) -> str:
    """Changes when anything does that a judgement depends on besides facts.

    That is: contracts, rates and sites, what people released or said of payers, this program, and the version of
    DuckDB, whose hash links claims and may be another in the next.
    """
    [(engine,)] = night.con.execute("select version()").fetchall()
    released = night.con.execute("select held_id from derived.released order by held_id").fetchall()
    parts = [
        world_fingerprint(night.book, {}),
        repr(night.setup),
        repr(sorted(night.answers.items())),
        repr(released),
        program_fingerprint(),
        engine,
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def program_fingerprint() -> str:
    """SHA-256 over the source and data of what judges."""
    digest = hashlib.sha256()
    for package in ("contracts", "warehouse"):
        for path in sorted(Path(str(files(package))).rglob("*")):
            if path.suffix in (".py", ".sql", ".toml", ".csv"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _touch(con: duckdb.DuckDBPyConnection) -> int:
    """Begin with the claims never judged, and add what is linked with them until nothing is; count them."""
    statements.run(con, "new_claim")
    count, found, rounds = _count(con, TOUCHED), 1, 0
    while found:
        rounds += 1
        statements.run(con, "linked_claim", {"round": rounds})
        count, found = (now := _count(con, TOUCHED)), now - count
    return count


def _working_database(con: duckdb.DuckDBPyConnection) -> str:
    [(name,)] = statements.run(con, "working_database").fetchall()
    return str(name)


def _distinct_situations(con: duckdb.DuckDBPyConnection) -> int:
    return int(con.execute("select count(distinct situation_id) from derived.judged_line").fetchall()[0][0])


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(naming("select count(*) from {table}", table=table)).fetchall()[0][0])
