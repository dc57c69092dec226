"""The context of a night, which every entry of the pipeline gets: database, contracts and day; and its counts."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from time import perf_counter
from typing import TYPE_CHECKING, Final

from warehouse.clock import as_stored, utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime
    from pathlib import Path

    import duckdb

    from contracts.agreements.agreement import Book
    from contracts.agreements.matching import Answer
    from contracts.agreements.practice import Setup
    from warehouse.bank_rules import BankRules

MILLISECOND: Final = Decimal("0.001")


@dataclass(slots=True)
class NightContext:
    """One night over one working database.

    `answers` are what people said of payers that no agreement fits; `review_file` is the review state (it need not
    exist). `as_production` is for trials: test interchanges (ISA15 = T) count as production. `counts` and `seconds` (by
    entry of the pipeline) grow as the night goes on. `basis` is what warehouse/incremental.py compares with the night
    before; `is_whole` says that every claim is judged. Instants are UTC without a zone.
    """

    con: duckdb.DuckDBPyConnection
    setup: Setup
    book: Book
    as_of: date
    review_file: Path
    answers: Mapping[str, Answer]
    bank_rules: BankRules
    as_production: bool = False
    started_at: datetime = field(default_factory=lambda: as_stored(utc_now()))
    counts: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, Decimal] = field(default_factory=dict)
    basis: str = ""
    is_whole: bool = True

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Add the seconds of the block to those of `name`: 'stage.entry' of the pipeline, or a step around it."""
        started = perf_counter()
        try:
            yield
        finally:
            elapsed = Decimal(str(perf_counter() - started)).quantize(MILLISECOND)
            self.seconds[name] = self.seconds.get(name, Decimal()) + elapsed
