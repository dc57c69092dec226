"""Prices each distinct situation that has no price under its current agreement; the answers stay on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.pricing.price import price
from contracts.situation import Situation
from contracts.steps import Expectation, Unpriced
from warehouse import statements
from warehouse.clock import as_stored, utc_now
from warehouse.database import transaction
from warehouse.load import insert_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.context import NightContext

PRICED_AT_ONCE = 20_000
NO_ROW = (None, None)


def price_new_situations(night: NightContext) -> None:
    """Price the new situations; append them to store.situation, with their expectations and steps."""
    fresh = statements.run(night.con, "new_situation").fetchall()
    for start in range(0, len(fresh), PRICED_AT_ONCE):
        _price(night, fresh[start : start + PRICED_AT_ONCE])
    night.counts["newly_priced"] = len(fresh)


def _price(night: NightContext, fresh: Sequence[tuple[str, str, str, str]]) -> None:
    priced_at = as_stored(utc_now())
    expectations: list[tuple[object, ...]] = []
    steps: list[tuple[object, ...]] = []

    def keep(situation_id: str, line: int, outcome: Expectation | Unpriced) -> None:
        if isinstance(outcome, Expectation):
            expectations.append((situation_id, line, "priced", outcome.amount, None, None))
        else:
            expectations.append((situation_id, line, "refused", None, outcome.reason, outcome.sentence))
        steps.extend(
            (situation_id, line, number, step.rule, step.text, step.amount, step.source, *(step.schedule_row or NO_ROW))
            for number, step in enumerate(outcome.steps, 1)
        )

    for situation_id, _, _, key in fresh:
        priced = price(Situation.from_key(key), night.book)
        for line, outcome in enumerate(priced.lines, 1):
            keep(situation_id, line, outcome)
        if priced.visit is not None:
            keep(situation_id, 0, priced.visit)
    with transaction(night.con):
        insert_rows(night.con, "store.situation", [(*row, priced_at) for row in fresh])
        insert_rows(night.con, "store.expectation", expectations)
        insert_rows(night.con, "store.expectation_step", steps)
