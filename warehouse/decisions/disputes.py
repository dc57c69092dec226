"""Packs disputes into batches, and writes the events of their ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.disputes.batches import Disputed, PackingRules, pack
from contracts.letters.profiles import profile_of
from warehouse import statements
from warehouse.database import transaction
from warehouse.decisions.parameters import Parameters
from warehouse.load import insert_rows

if TYPE_CHECKING:
    from warehouse.context import NightContext


def pack_batches(night: NightContext) -> None:
    """Fill derived.batch_member: every dispute in the batch it can be sent in, by the rules of its payer."""
    disputes = [
        Disputed(claim, dispute, payer, payee, agreement, tuple(causes), member, filing_code, closes, door)
        for claim, dispute, payer, payee, agreement, causes, member, filing_code, closes, door in statements.run(
            night.con, "disputed"
        ).fetchall()
    ]
    known: dict[tuple[str | None, str | None, str | None], PackingRules] = {}

    def rules_for(disputed: Disputed) -> PackingRules:
        key = (disputed.payer, disputed.filing_code, disputed.door)
        if key not in known:
            known[key] = profile_of(*key).rules
        return known[key]

    insert_rows(night.con, "derived.batch_member", pack(disputes, rules_for).items())


def record_dispute_events(night: NightContext) -> None:
    """Append the changes since the night before to store.dispute_event, and update store.dispute_ledger."""
    given = Parameters(night)
    with transaction(night.con):
        for name in ("new_event", "update_ledger"):
            statements.run(night.con, name, given)
