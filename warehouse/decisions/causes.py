"""Searches the rate that the payer used, once for each distinct shortage; the answers stay on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.causes.change import World
from contracts.causes.search import Search
from contracts.causes.shortage import Shortage
from contracts.situation import Situation
from warehouse import statements
from warehouse.clock import as_stored, utc_now
from warehouse.database import transaction
from warehouse.decisions.world import site_names
from warehouse.load import insert_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from warehouse.context import NightContext

ASKED_AT_ONCE = 20_000


def search_new_causes(night: NightContext) -> None:
    """Append the new questions to store.cause_question, and every candidate that explains one to store.cause_fit."""
    fresh = statements.run(night.con, "new_question").fetchall()
    search = Search(World.of(night.book, site_names(night.setup)))
    for start in range(0, len(fresh), ASKED_AT_ONCE):
        _search(night, search, fresh[start : start + ASKED_AT_ONCE])


def _search(night: NightContext, search: Search, fresh: Sequence[tuple[str, str, str]]) -> None:
    asked_at = as_stored(utc_now())
    fits = [
        (question_id, fit.candidate, fit.cause, fit.text, fit.evidence, fit.is_stated, fit.family, fit.place)
        for question_id, situation, key in fresh
        for fit in search.fits(Situation.from_key(situation), Shortage.from_key(key))
    ]
    with transaction(night.con):
        insert_rows(night.con, "store.cause_question", [(question_id, asked_at) for question_id, _, _ in fresh])
        insert_rows(night.con, "store.cause_fit", fits)
