"""The levels at which the law lets a payer's decision be questioned, and when each of them closes.

The window of the agreement, which ranks the queue, comes before these. Numbers, sources and the day they were checked
are in `appeal_levels.toml` beside this file; a payer without a level there has only its agreement's window.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from contracts.agreements.dispute_window import DisputeWindow
from contracts.disputes.deadline import close
from contracts.money import NOTHING

INITIAL: Final = "initial_determination"


@dataclass(frozen=True, slots=True)
class AppealLevel:
    """One level for the claims of one filing code; `place` counts from 1. `window` runs from the initial determination,
    or, where `follows_a_decision`, from the decision of the level before. `controversy` names the amount that must be
    in controversy, None where any may be. `door` is how the queue uses it: as the dispute window ("window"), or for
    clerical errors once that has closed ("clerical_error")."""

    filing_code: str
    place: int
    level: str
    window: DisputeWindow
    follows_a_decision: bool
    note: str
    controversy: str | None
    door: str | None

    def least_amount(self, year: int) -> Decimal:
        """Dollars from which this level may be asked for in `year`: of the last year on file that is not after it."""
        rows = [row for row in _document()["amount_in_controversy"] if row["year"] <= year]
        if self.controversy is None or not rows:
            return NOTHING
        return Decimal(max(rows, key=lambda row: int(row["year"]))[self.controversy])


@dataclass(frozen=True, slots=True)
class LevelDeadline:
    """The last day, a day safe under any reading, and how they came about; None where the decision is not on file."""

    deadline: date | None
    safe_deadline: date | None
    sentence: str


@dataclass(frozen=True, slots=True)
class RecoupmentRule:
    """When a payer begins to take what it demanded, and until when an appeal stops it; days after the demand."""

    filing_code: str
    begins_on_day: int
    stayed_within_days: int
    source: str


@cache
def appeal_levels() -> tuple[AppealLevel, ...]:
    """Every level, one a filing code and place."""
    return tuple(
        AppealLevel(
            filing_code=code,
            place=place,
            level=row["level"],
            window=DisputeWindow(
                days=row.get("days"),
                months=row.get("months"),
                counted_from=("remittance_date",),
                presumed_receipt_days=row["presumed_receipt_days"],
                roll=row["roll"],
                source=row["source"],
            ),
            follows_a_decision=row["counted_from"] != INITIAL,
            note=row["note"],
            controversy=row.get("amount_in_controversy"),
            door=row.get("door"),
        )
        for place, row in enumerate(_document()["level"], 1)
        for code in row["filing_codes"]
    )


@cache
def recoupment_rules() -> tuple[RecoupmentRule, ...]:
    return tuple(
        RecoupmentRule(code, row["begins_on_day"], row["stayed_within_days"], row["source"])
        for row in _document()["recoupment"]
        for code in row["filing_codes"]
    )


def close_level(level: AppealLevel, determined_on: date, earliest: date | None = None) -> LevelDeadline:
    """When `level` closes for a claim whose initial determination is of `determined_on`."""
    window = level.window
    if level.follows_a_decision:
        sentence = (
            f"{window.length} after the decision of the level before, and {window.presumed_receipt_days} more for its"
            f" receipt: that decision is on no remittance ({window.source}). {level.note}"
        )
        return LevelDeadline(None, None, sentence)
    end = close(window, determined_on, earliest_basis=earliest)
    return LevelDeadline(end.deadline, end.safe_deadline, f"{end.sentence} {level.note}")


@cache
def _document() -> dict[str, Any]:
    return tomllib.loads((files("contracts") / "disputes" / "appeal_levels.toml").read_text(encoding="utf-8"))
