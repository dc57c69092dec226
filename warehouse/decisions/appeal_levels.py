"""Finds when each level of appeal that the law grants closes: once for each day of an initial determination."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.disputes.appeal_levels import appeal_levels, close_level, recoupment_rules
from warehouse.load import replace_rows
from warehouse.statements import statement

if TYPE_CHECKING:
    import duckdb


def find_appeal_levels(con: duckdb.DuckDBPyConnection) -> None:
    """Fill `derived.appeal_deadline` and `reference.recoupment_rule`; call it once the disputes are ranked."""
    for name in ("appeal_deadline", "recoupment_rule"):
        con.execute(statement(f"judging/{name}"))
    replace_rows(
        con, "reference.recoupment_rule",
        [(rule.filing_code, rule.begins_on_day, rule.stayed_within_days, rule.source) for rule in recoupment_rules()],
    )  # fmt: skip
    codes = sorted({level.filing_code for level in appeal_levels()})
    asked = con.execute(statement("judging/appeal_question"), {"filing_codes": codes}).fetchall()
    rows: list[tuple[object, ...]] = []
    for filing_code, determined_on, earliest in asked:
        for level in appeal_levels():
            if level.filing_code == filing_code:
                end = close_level(level, determined_on, earliest)
                found = (end.deadline, end.safe_deadline, end.sentence, level.window.source)
                rows.append((filing_code, determined_on, earliest, level.place, level.level, *found))
    replace_rows(con, "derived.appeal_deadline", rows)
