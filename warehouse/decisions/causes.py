"""Asks which rate the payer did use: once for each distinct shortage, kept for the nights to come, joined back in SQL.

Runs between the judgement of the lines and the disputes made of them. Nothing here changes what is owed.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from contracts import codes
from contracts.causes import thresholds
from contracts.causes.change import World
from contracts.causes.search import Search
from contracts.causes.shortage import Shortage
from contracts.situation import Situation
from warehouse.database import transaction
from warehouse.load import insert_rows, replace_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from contracts.agreements.agreement import Book
    from contracts.agreements.practice import Setup

ASKED_AT_ONCE = 20_000


def refer_to_sites(con: duckdb.DuckDBPyConnection, setup: Setup) -> None:
    """Show SQL, and the search for causes, where the practices work."""
    rows = [(site.key, site.practice, site.name, site.locality) for site in setup.sites]
    replace_rows(con, "reference.site", rows)


def find_causes(con: duckdb.DuckDBPyConnection, book: Book) -> int:
    """Find every rate that explains what is short; returns how many distinct questions had never been asked."""
    sites = _sites(con)
    asked = {"named": list(thresholds.named_reasons()), "world": world_fingerprint(book, sites)}
    con.execute(statement("causes/cause_question"), asked)
    fresh = con.execute(statement("causes/new_question")).fetchall()
    search = Search(World.of(book, sites))
    for start in range(0, len(fresh), ASKED_AT_ONCE):
        _store_fits(con, search, fresh[start : start + ASKED_AT_ONCE])
    return len(fresh)


def choose_causes(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Choose among the rates that fit, for all that is short: what explains most lines speaks loudest."""
    _refer_to_causes(con, book)
    con.execute(statement("causes/cause_candidate"))
    con.execute(statement("causes/chosen_cause"), {"pattern": thresholds.pattern_lines()})
    lines, share = thresholds.setup_question()
    con.execute(statement("causes/setup_question"), {"lines": lines, "share": str(share)})


def _store_fits(con: duckdb.DuckDBPyConnection, search: Search, fresh: Sequence[tuple[str, str, str]]) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    rows = [
        (question_id, fit.candidate, fit.cause, fit.text, fit.evidence, fit.is_stated, fit.family, fit.place)
        for question_id, situation, key in fresh
        for fit in search.fits(Situation.from_key(situation), Shortage.from_key(key))
    ]
    with transaction(con):
        insert_rows(con, "store.cause_question", [(question_id, now) for question_id, _, _ in fresh])
        insert_rows(con, "store.cause_fit", rows)


def _refer_to_causes(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Show SQL the causes there are, how much evidence each kind of candidate needs, and what a person confirmed."""
    replace_rows(
        con, "reference.cause",
        [(each.cause, each.sentence, each.may_be_our_entry) for each in codes.causes().values()],
    )  # fmt: skip
    replace_rows(
        con, "reference.cause_evidence",
        [(name, needed.lines, needed.codes) for name, needed in thresholds.needed().items()],
    )  # fmt: skip
    replace_rows(
        con, "reference.confirmed_cause",
        [(agreement.id, cause) for agreement in book for cause in sorted(agreement.confirmed_causes)],
    )  # fmt: skip


def _sites(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Medicare locality -> names of our sites there."""
    rows = con.execute(statement("causes/site_locality")).fetchall()
    return dict(rows)


def world_fingerprint(book: Book, sites: Mapping[str, str]) -> str:
    """Changes when anything does that an answer depends on: any agreement, rate, rule or site."""
    parts = [agreement.fingerprint for agreement in book]
    parts += [f"{agreement.id} {sorted(agreement.permitted_deductions)}" for agreement in book]
    parts += [f"{locality} {names}" for locality, names in sorted(sites.items())]
    return hashlib.sha256("\n".join([book.rates.fingerprint, *parts]).encode()).hexdigest()
