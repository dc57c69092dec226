"""Packs the night's disputes into batches, and keeps what a letter cites of the agreements as they read that night.

A packet is made from the snapshot, so an agreement that is edited later changes no letter about this night's prices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.disputes.batches import Disputed, PackingRules, pack
from contracts.letters.profiles import profile_of
from warehouse.load import replace_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from contracts.agreements.agreement import Book

TABLES = ("submission", "terms", "fee_row", "batch_member")


def batch_disputes(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Give every dispute the batch it can be sent in, by the rules of its payer; call it once causes are known."""
    for table in TABLES:
        con.execute(statement(f"batches/{table}"))
    _refer_to_agreements(con, book)
    asked = con.execute(statement("batches/disputed")).fetchall()
    disputes = [
        Disputed(claim, dispute, payer, payee, agreement, tuple(causes), member, filing_code, closes)
        for claim, dispute, payer, payee, agreement, causes, member, filing_code, closes in asked
    ]
    known: dict[tuple[str | None, str | None], PackingRules] = {}

    def rules_for(disputed: Disputed) -> PackingRules:
        key = (disputed.payer, disputed.filing_code)
        if key not in known:
            known[key] = profile_of(*key).rules
        return known[key]

    replace_rows(con, "derived.batch_member", pack(disputes, rules_for).items())
    con.execute(statement("batches/named_dispute"))


def _refer_to_agreements(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    replace_rows(
        con, "reference.submission",
        [
            (a.id, a.submit.channel, a.submit.form, "\n".join(a.submit.address) or None, a.submit.level)
            for a in book.agreements
            if a.submit is not None
        ],
    )  # fmt: skip
    replace_rows(
        con, "reference.terms",
        [
            (a.id, t.id, t.effective_from, t.effective_until, t.source, t.method, t.schedule and t.schedule.file)
            for a in book.agreements
            for t in a.terms
        ],
    )  # fmt: skip
    replace_rows(con, "reference.fee_row", _fee_rows(book))


def _fee_rows(book: Book) -> Iterator[tuple[object, ...]]:
    schedules = {t.schedule.file: t.schedule for a in book.agreements for t in a.terms if t.schedule is not None}
    for schedule in schedules.values():
        for row in schedule.rows:
            span = (row.effective_from, row.effective_until)
            condition = str(row).removeprefix(row.code).strip() or None
            yield (schedule.file, row.number, row.code, condition, row.amount, *span)
