"""What payers allow beside what Medicare pays at the same place and time: a yardstick where no agreement is on file.

The rate of one unit before reductions for several procedures or assistants; it says how well a payer pays, never what
it owes. Also shows SQL the rules for returning overpayments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.disputes.overpayments import return_rules
from contracts.medicare.fees import MedicareFee
from warehouse.load import replace_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    import duckdb

    from contracts.medicare.rates import MedicareRates


def rate_at_medicare(con: duckdb.DuckDBPyConnection, rates: MedicareRates) -> None:
    """Price each distinct code, setting, locality and day at Medicare; days with the same rates are asked once."""
    con.execute(statement("report/medicare_rate"))
    asked = con.execute(statement("report/medicare_use"), {"breaks": list(rates.breaks())}).fetchall()
    known: dict[tuple[str, str, str, str, date], Decimal | None] = {}
    rows = []
    for code, modifiers, place, locality, day, rates_from in asked:
        key = (code, modifiers, place, locality, rates_from)
        if key not in known:
            known[key] = _rate(rates, *key)
        rows.append((code, modifiers, place, locality, day, known[key]))
    replace_rows(con, "derived.medicare_rate", rows)


def compare_with_medicare(con: duckdb.DuckDBPyConnection) -> None:
    """Sum what was allowed beside what Medicare pays for the same lines, by payer and agreement."""
    con.execute(statement("report/overpayment_rule"))
    replace_rows(
        con, "reference.overpayment_rule",
        [(rule.filing_code, rule.days, rule.lookback_years, rule.source) for rule in return_rules()],
    )  # fmt: skip
    con.execute(statement("report/medicare_comparison"))


def _rate(
    rates: MedicareRates, code: str, modifiers: str, place_of_service: str, locality: str, on: date
) -> Decimal | None:
    facility = rates.facility_place(place_of_service or None, on)
    fee = rates.fee(code, tuple(modifiers.split(":")) if modifiers else (), on, locality, facility=facility)
    return fee.amount if isinstance(fee, MedicareFee) else None
