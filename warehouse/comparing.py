"""What payers allow beside what Medicare pays at the same place and time: a yardstick where no agreement is on file.

The rate of one unit before reductions for several procedures or assistants; it says how well a payer pays, never what
it owes. Also shows SQL the rules for returning overpayments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.medicare.fees import MedicareFee
from contracts.overpayments import return_rules
from warehouse.load import replace_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    import duckdb

    from contracts.agreements import Book
    from contracts.medicare.rates import MedicareRates


def compare_with_medicare(con: duckdb.DuckDBPyConnection, book: Book) -> None:
    """Price each distinct code, setting, locality and period at Medicare, and sum what was allowed beside it."""
    for table in ("medicare_rate", "overpayment_rule"):
        con.execute(statement(f"report/{table}"))
    replace_rows(
        con, "reference.overpayment_rule",
        [(rule.filing_code, rule.days, rule.lookback_years, rule.source) for rule in return_rules()],
    )  # fmt: skip
    breaks = {"breaks": list(book.rates.breaks())}
    asked = con.execute(statement("report/medicare_use"), breaks).fetchall()
    replace_rows(con, "derived.medicare_rate", [(*row, _rate(book.rates, *row)) for row in asked])
    con.execute(statement("report/medicare_comparison"), breaks)


def _rate(
    rates: MedicareRates, code: str, modifiers: str, place_of_service: str | None, locality: str, on: date
) -> Decimal | None:
    facility = rates.facility_place(place_of_service, on)
    fee = rates.fee(code, tuple(modifiers.split(":")) if modifiers else (), on, locality, facility=facility)
    return fee.amount if isinstance(fee, MedicareFee) else None
