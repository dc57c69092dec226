"""`explain --verify`: reads and prices the claim again, with the agreements and rates as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.intake.rejected_files import shown
from flows.intake.settings import load_settings
from flows.night import read_contracts
from warehouse.queries import open_published
from warehouse.verify import Proof, verify

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flows.workspace import Workspace
    from warehouse.queries import ClaimAnswer


def proof_of(place: Workspace, answers: Sequence[ClaimAnswer]) -> Proof:
    """The proof of what `explain` answered. Raises Problems when settings or agreements cannot be read."""
    _, book = read_contracts(load_settings(place.root))
    with open_published(place.data) as con:
        return verify(con, book, place.archive, answers)


def proof_text(proof: Proof) -> str:
    """'Verified', or every difference between the stored result and the new one."""
    lines = f"{proof.lines} service line{'' if proof.lines == 1 else 's'}"
    situations = f"{proof.situations} situation{'' if proof.situations == 1 else 's'}"
    changed = [f"  Agreement {name} reads otherwise now, or other rules price it." for name in proof.changed]
    if not proof.differences:
        text = [f"Verified: {lines} read again from the archive and {situations} priced again, all as stored."]
        return "\n".join([*text, *changed])
    text = [f"Not verified: {lines} read again from the archive and {situations} priced again.", *changed]
    for each in proof.differences:
        text += [f"  {each.place}", f"    stored: {each.stored}", f"    now:    {each.now}"]
    return "\n".join(shown(line) for line in text)
