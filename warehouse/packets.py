"""Makes the packet for a payer: of a claim, a dispute, a batch, or disputes selected on the worklist page.

The numbers come from the snapshot, the payer's segments from the archive, the contact from shortpay.toml, and X12's
wordings of reason codes from an imported list. Nothing else enters, so the same packet can be made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.letters.packet import batch_packet, claim_packet, safe_name
from warehouse.packet_facts import PacketFacts, ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb

    from contracts.letters.contact import Contact
    from contracts.letters.packet import Files
    from warehouse.queries import Row


class NoDisputeError(ValueError):
    """There is no dispute under the given number, or the given disputes cannot be sent together."""


def packet(
    con: duckdb.DuckDBPyConnection,
    archive: Path,
    number: str,
    contacts: Sequence[Contact] = (),
    wordings: Mapping[str, str] | None = None,
) -> tuple[str, Files]:
    """(name for a folder, (file name, content) of every file) for a claim, a dispute or a batch.

    `number` is our claim number, the payer's claim number, a dispute id or the name of a batch. `archive` is the folder
    of files by hash. Raises NoDisputeError when there is no dispute under `number`.
    """
    disputes = ask(con, "disputes_called", number=number)
    if batch := [row for row in disputes if row["batch"] == number and not row["is_expired"]]:
        return _build(con, archive, batch, number, contacts, wordings)
    if not disputes:
        raise NoDisputeError(
            "There is no disputed claim, dispute or batch of this number in the published snapshot. "
            "Numbers are compared as the payer sent them."
        )
    if len(disputes) > 1:
        listed = ", ".join(row["dispute_id"] for row in disputes)
        raise NoDisputeError(f"Several disputes have this number. Give the id of one of them: {listed}")
    return _build(con, archive, disputes, None, contacts, wordings)


def packet_of(
    con: duckdb.DuckDBPyConnection,
    archive: Path,
    dispute_ids: Sequence[str],
    contacts: Sequence[Contact] = (),
    wordings: Mapping[str, str] | None = None,
) -> tuple[str, Files]:
    """As `packet`, for disputes by id: the packet of a claim for one id, of a batch for several.

    Raises NoDisputeError when an id is not in the snapshot, or the disputes are of several payers or agreements.
    """
    wanted = list(dict.fromkeys(dispute_ids))
    disputes = ask(con, "disputes_of", disputes=wanted)
    if not disputes or {row["dispute_id"] for row in disputes} != set(wanted):
        raise NoDisputeError("One of these disputes is not in the published snapshot any more. Reload the page.")
    if len({(row["payer"], row["agreement"]) for row in disputes}) > 1:
        raise NoDisputeError("These disputes are of several payers or agreements. Make one packet for each.")
    batches = {row["batch"] for row in disputes}
    name = batches.pop() if len(batches) == 1 else f"{disputes[0]['agreement']}/selection"
    return _build(con, archive, disputes, name if len(disputes) > 1 else None, contacts, wordings)


def _build(
    con: duckdb.DuckDBPyConnection,
    archive: Path,
    disputes: Sequence[Row],
    batch: str | None,
    contacts: Sequence[Contact],
    wordings: Mapping[str, str] | None,
) -> tuple[str, Files]:
    on = disputes[0]["as_of"]
    facts = PacketFacts(con, archive, disputes)
    claims = [facts.claim(dispute, contacts, wordings or {}) for dispute in disputes]
    if len({claim.payee.tin or claim.payee.npi for claim in claims}) > 1:
        raise NoDisputeError("These disputes are of several practices. Make one packet for each.")
    if batch is not None:
        return safe_name(f"batch-{batch}"), batch_packet(batch, claims, on)
    called = claims[0].patient_control_number or claims[0].payer_control_number or disputes[0]["dispute_id"]
    return safe_name(f"claim-{called}"), claim_packet(claims[0], on)
