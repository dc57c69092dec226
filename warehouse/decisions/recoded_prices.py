"""Prices what was billed beside what the payer adjudicated in its place, so that both differences can be read.

Which of the two codes is right is a matter of coding and not of the rate: the line is judged as it was adjudicated.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.pricing.price import price
from contracts.situation import Situation
from contracts.steps import Expectation
from warehouse.load import replace_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    import duckdb

    from contracts.agreements.agreement import Book


def price_as_billed(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Fill `derived.recoded_price`: every recoded line's price under its own code, where the agreement has one."""
    con.execute(statement("judging/recoded_price"))
    rows: list[tuple[object, ...]] = []
    for situation_id, key, place, code, modifiers in con.execute(statement("judging/recoded_question")).fetchall():
        situation = Situation.from_key(key)
        as_billed = replace(
            situation.lines[place - 1], code=code, modifiers=tuple(modifiers.split(":")) if modifiers else ()
        )
        lines = (*situation.lines[: place - 1], as_billed, *situation.lines[place:])
        outcome = price(replace(situation, lines=lines), book).lines[place - 1]
        if isinstance(outcome, Expectation):
            rows.append((situation_id, place, code, modifiers, outcome.amount))
    replace_rows(con, "derived.recoded_price", rows)
