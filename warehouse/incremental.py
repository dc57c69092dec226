"""Judges only the claims that a night may change: the new ones, and the claims linked with them.

A claim is judged by its own facts and by those of the claims it is linked with (link_new_claim.sql). The statements of
the night need no condition for this: `narrow_claims` puts an in-memory database, which has only the claims to judge, at
the head of the search path, and `merge_judgements` replaces the stored judgements of these claims by the new ones.
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

TO_JUDGE = "scratch.main.claim_to_judge"
# The relations built for the claims to judge that are stored, with the column that names the claim of a row.
KEPT = {
    "line_amount": "claim_id",
    "claim_event": "claim_id",
    "claim_role": "claim_id",
    "whole_claim_state": "claim_id",
    "late_filing": "claim_id",
    "coinsurance_off": "claim_id",
    "paid_again": "earlier_claim_id",
    "chain_date": "first_claim_id",
    "visit_judgement": "first_claim_id",
    "judged_line": "claim_id",
    "short": "claim_id",
    "cause_question": "claim_id",
}
NARROWED = ("claim", "line", "adjustment", "remark", "reference")
STATEMENTS = ("link_new_claim", "new_claim", "linked_claim")


def narrow_claims(night: NightContext) -> None:
    """Find the claims to judge, and hide all others from the statements that follow."""
    con = night.con
    detach_scratch(con)
    night.basis = basis_of(night)
    is_known = con.execute("select sha256 from store.night_basis").fetchall() == [(night.basis,)]
    if not is_known:
        con.execute(naming("truncate {table}", table="derived.claim_link"))
    statements.run(con, "link_new_claim", Parameters(night))
    working = _working_database(con)
    con.execute("attach ':memory:' as scratch")
    con.execute("create schema scratch.derived")
    path = ["scratch.derived"]
    if is_known:
        night.counts["claims_judged"] = _find_claims(con)
        con.execute("create schema scratch.fact")
        for name in NARROWED:
            text = "create table {narrowed} as select * from {fact} where claim_id in (select claim_id from {to_judge})"
            names = {"narrowed": f"scratch.fact.{name}", "fact": f"fact.{name}", "to_judge": TO_JUDGE}
            con.execute(naming(text, **names))
        path.append("scratch.fact")
    night.is_whole = not is_known
    path += [f"{working}.{schema}" for schema in ("main", "derived", "fact", "store", "reference")]
    con.execute("set search_path = ?", [",".join(path)])


def merge_judgements(night: NightContext) -> None:
    """Replace the stored judgements of the judged claims in one transaction; then show every claim again."""
    con = night.con
    working = _working_database(con)
    with transaction(con):
        for name, claim in KEPT.items():
            names = {
                "kept": f"{working}.derived.{name}",
                "found": f"scratch.derived.{name}",
                "claim": claim,
                "to_judge": TO_JUDGE,
            }
            if not night.is_whole:
                con.execute(naming("delete from {kept} where {claim} in (select claim_id from {to_judge})", **names))
                con.execute(naming("insert into {kept} by name select * from {found}", **names))
            else:
                con.execute(naming("create or replace table {kept} as select * from {found}", **names))
        replace_rows(con, "store.night_basis", [(night.basis,)])
    detach_scratch(con)
    if night.is_whole:
        night.counts["claims_judged"] = _count(con, "derived.claim_role")
    night.counts["situations"] = _distinct_situations(con)


def detach_scratch(con: duckdb.DuckDBPyConnection) -> None:
    """Drop the in-memory database, so that statements see every claim again."""
    if statements.run(con, "scratch_database").fetchall():
        con.execute(naming("use {working}", working=_working_database(con)))
        con.execute("detach scratch")


def basis_of(night: NightContext) -> str:
    """SHA-256 of everything besides facts that a judgement depends on.

    That is: agreements, rates and sites, released containers, whether tests count, people's answers about payers, this
    program, and the version of DuckDB: its hash links claims, and another version may hash otherwise.
    """
    [(engine,)] = night.con.execute("select version()").fetchall()
    released = night.con.execute("select held_id from derived.released order by held_id").fetchall()
    parts = [
        world_fingerprint(night.book, {}),
        repr(night.setup),
        repr(sorted(night.answers.items())),
        repr(released),
        repr(night.as_production),
        program_fingerprint(),
        engine,
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def program_fingerprint() -> str:
    """SHA-256 of the source and data files of contracts/ and warehouse/."""
    digest = hashlib.sha256()
    for package in ("contracts", "warehouse"):
        for path in sorted(Path(str(files(package))).rglob("*")):
            if path.suffix in (".py", ".sql", ".toml", ".csv"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _find_claims(con: duckdb.DuckDBPyConnection) -> int:
    """List the claims never judged, then add linked claims until none is left; return how many claims that is."""
    statements.run(con, "new_claim")
    count, found, rounds = _count(con, TO_JUDGE), 1, 0
    while found:
        rounds += 1
        statements.run(con, "linked_claim", {"round": rounds})
        count, found = (now := _count(con, TO_JUDGE)), now - count
    return count


def _working_database(con: duckdb.DuckDBPyConnection) -> str:
    [(name,)] = statements.run(con, "working_database").fetchall()
    return str(name)


def _distinct_situations(con: duckdb.DuckDBPyConnection) -> int:
    return int(con.execute("select count(distinct situation_id) from derived.judged_line").fetchall()[0][0])


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(con.execute(naming("select count(*) from {table}", table=table)).fetchall()[0][0])
