"""Asks how much of the sequestration taken is more than the law's percent: once an amount, before lines are judged."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from contracts.codes import landmarks
from contracts.medicare.payment import beyond_sequestration
from warehouse.load import replace_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    import duckdb

    from contracts.agreements import Book

ONE_DAY = timedelta(days=1)


def limit_sequestration(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Fill `derived.beyond_the_law`; what stands there is not part of what the payer allowed."""
    periods = [
        (period.effective_from, period.effective_until + ONE_DAY if period.effective_until else date.max, period.number)
        for period in book.rates.law.timeline("sequestration").periods
    ]
    replace_rows(con, "reference.sequestration", periods)
    reason = landmarks.sequestration_reason()
    con.execute(
        statement("judging/sequestered"),
        {
            "reason": reason,
            "taken_before": list(landmarks.taken_before_sequestration()),
            "permitting": [agreement.id for agreement in book if reason in agreement.permitted_deductions],
        },
    )
    con.execute(statement("judging/sequestration_answer"))
    asked = con.execute(statement("judging/sequestration_question")).fetchall()
    answers = [
        (percent, paid_before, taken, beyond_sequestration(paid_before, taken, percent))
        for percent, paid_before, taken in asked
    ]
    replace_rows(con, "derived.sequestration_answer", answers)
    con.execute(statement("judging/beyond_the_law"), {"reason": reason})
