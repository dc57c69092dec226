"""Makes what is sent to a payer: for a claim, a dispute, a batch, or disputes chosen on the worklist page.

The snapshot gives numbers, the archive the payer's own segments, shortpay.toml the contact, an imported list
X12's wordings of the payer's reason codes; nothing else enters, so a packet can be made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.letters.packing import batch_packet, claim_packet, safe_name
from warehouse.packet_facts import Gathered, ask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import duckdb

    from contracts.letters.contact import Contact
    from contracts.letters.packing import Files
    from warehouse.queries import Row


class NoDisputeError(ValueError):
    """Nothing is in dispute under the number asked for, or what was asked for cannot be sent together."""


def packet(
    con: duckdb.DuckDBPyConnection,
    archive: Path,
    number: str,
    contacts: Sequence[Contact] = (),
    wordings: Mapping[str, str] | None = None,
) -> tuple[str, Files]:
    """(name for a folder, (file name, content) of every file) for a claim, a dispute or a batch.

    `number` is our claim number, the payer's, a dispute id or the name of a batch; `archive` the folder of files by
    hash. Raises NoDisputeError when nothing is in dispute under `number`.
    """
    disputes = ask(con, "disputes_called", number=number)
    if batch := [row for row in disputes if row["batch"] == number and not row["is_expired"]]:
        return _made(con, archive, batch, number, contacts, wordings)
    if not disputes:
        raise NoDisputeError(
            "Nothing is in dispute under this number: it is no claim, dispute or batch of the published snapshot. "
            "Numbers are compared as the payer sent them."
        )
    if len(disputes) > 1:
        listed = ", ".join(row["dispute_id"] for row in disputes)
        raise NoDisputeError(f"Several disputes go by this number; take one of them by its id: {listed}")
    return _made(con, archive, disputes, None, contacts, wordings)


def packet_of(
    con: duckdb.DuckDBPyConnection,
    archive: Path,
    dispute_ids: Sequence[str],
    contacts: Sequence[Contact] = (),
    wordings: Mapping[str, str] | None = None,
) -> tuple[str, Files]:
    """As `packet`, for disputes by id: one makes a claim's packet, several are packed together.

    Raises NoDisputeError when one of them is not on file, or they are not of one payer and agreement.
    """
    wanted = list(dict.fromkeys(dispute_ids))
    disputes = ask(con, "disputes_of", disputes=wanted)
    if not disputes or {row["dispute_id"] for row in disputes} != set(wanted):
        raise NoDisputeError("One of these disputes is not in the published snapshot any more. Load the page again.")
    if len({(row["payer"], row["agreement"]) for row in disputes}) > 1:
        raise NoDisputeError("These disputes are of several payers or agreements: send each payer its own.")
    batches = {row["batch"] for row in disputes}
    name = batches.pop() if len(batches) == 1 else f"{disputes[0]['agreement']}/selection"
    return _made(con, archive, disputes, name if len(disputes) > 1 else None, contacts, wordings)


def _made(
    con: duckdb.DuckDBPyConnection,
    archive: Path,
    disputes: Sequence[Row],
    batch: str | None,
    contacts: Sequence[Contact],
    wordings: Mapping[str, str] | None,
) -> tuple[str, Files]:
    on = disputes[0]["as_of"]
    gathered = Gathered(con, archive, disputes)
    claims = [gathered.claim(dispute, contacts, wordings or {}) for dispute in disputes]
    if len({claim.payee.tin or claim.payee.npi for claim in claims}) > 1:
        raise NoDisputeError("These disputes are of several practices: each practice sends its own.")
    if batch is not None:
        return safe_name(f"batch-{batch}"), batch_packet(batch, claims, on)
    called = claims[0].patient_control_number or claims[0].payer_control_number or disputes[0]["dispute_id"]
    return safe_name(f"claim-{called}"), claim_packet(claims[0], on)
