"""Shows SQL what the law lets Medicare take from its payment or leave to the patient, and finds what lies beyond.

Sequestration beyond the law's percent is no part of what was allowed, and is asked for before lines are judged: once
an amount. A deductible beyond the year's is told as a finding; it moves what the patient owes, not the price.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from contracts.codes import special_codes
from contracts.medicare.payment import beyond_sequestration
from warehouse.load import replace_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    import duckdb

    from contracts.agreements.agreement import Book

ONE_DAY = timedelta(days=1)


def limit_sequestration(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Fill `derived.beyond_the_law`; what stands there is not part of what the payer allowed."""
    _show_periods(con, book, "sequestration")
    reason = special_codes.sequestration_reason()
    con.execute(
        statement("judging/sequestered"),
        {
            "reason": reason,
            "taken_before": list(special_codes.taken_before_sequestration()),
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


def limit_deductible(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Fill `derived.deductible_beyond` from every claim on file, since a patient's year is no single claim's."""
    _show_periods(con, book, "deductible")
    con.execute(
        statement("judging/deductible_beyond"),
        {"deductible": special_codes.deductible_reason(), "part_b": sorted(special_codes.part_b_filing_codes())},
    )


def _show_periods(con: duckdb.DuckDBPyConnection, book: Book, name: str) -> None:
    """Fill `reference.<name>` with what the law says in each period [effective_from, effective_until)."""
    periods = [
        (period.effective_from, period.effective_until + ONE_DAY if period.effective_until else date.max, period.number)
        for period in book.rates.law.timeline(name).periods
    ]
    replace_rows(con, f"reference.{name}", periods)
