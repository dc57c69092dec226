"""Asks what a payer itself owes for an assistant's line, by either reading of the rule: once an amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.codes import special_codes
from contracts.medicare.payment import shares_of_the_payer
from warehouse.load import replace_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    import duckdb

    from contracts.agreements.agreement import Book


def share_with_assistants(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Fill `derived.assistant_line` and `derived.assistant_share`; the judgement compares what was paid with them."""
    con.execute(statement("judging/assistant_line"), {"deductible": special_codes.deductible_reason()})
    con.execute(statement("judging/assistant_share"))
    asked = con.execute(statement("judging/assistant_question")).fetchall()
    shares = []
    for agreement_id, period_start, full_amount, deductible in asked:
        _, terms = book[agreement_id].by_period_start[period_start]
        cut = terms.assistant
        if cut is None or cut.coinsurance_percent is None:  # a carve-out's own: its lines are compared with the price
            continue
        owed = shares_of_the_payer(full_amount, cut.percent, cut.coinsurance_percent, deductible)
        shares.append((agreement_id, period_start, full_amount, deductible, *owed))
    replace_rows(con, "derived.assistant_share", shares)
