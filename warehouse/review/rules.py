"""The statuses of a dispute, what each of them needs, and the form of every field that people write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

# Fields of a dispute that people write; a note is an event without a state.
FIELDS: Final = (
    "status", "assignee", "batch", "disputed_on", "reference", "channel", "closed_reason", "recovered_amount",
    "next_action", "next_action_on", "answered_on",
)  # fmt: skip
OTHER_FIELDS: Final = {"held": ("released", "reason"), "payer": ("agreement", "payer", "question", "reason")}
NOTE: Final = "note"
LONGEST: Final = 4_000
DATES: Final = ("disputed_on", "answered_on", "next_action_on")
AMOUNT: Final = re.compile(r"\d{1,9}(\.\d{1,2})?")
CHANNELS: Final = ("portal", "phone", "mail", "fax", "electronic", "other")


@dataclass(frozen=True, slots=True)
class Status:
    """`needs` must be given when a dispute takes this status; `is_finished` ones leave the open work; by an `is_upheld`
    one the payer has upheld its payment, and what is left is a second level."""

    key: str
    label: str
    needs: tuple[str, ...] = ()
    is_finished: bool = False
    is_upheld: bool = False


STATUSES: Final[Mapping[str, Status]] = {
    status.key: status
    for status in (
        Status("new", "New"),
        Status("reviewing", "Reviewing"),
        Status("disputed", "Disputed", ("disputed_on", "channel")),
        Status("answered", "Answered"),
        Status("recovered", "Recovered", (), is_finished=True),
        Status("denied_by_payer", "Denied by payer", is_upheld=True),
        Status("escalated", "Escalated", is_upheld=True),
        Status("closed", "Closed", ("closed_reason",), is_finished=True),
    )
}


class NotAllowedError(ValueError):
    """A change breaks a rule of the review; the message says which, for the person who made it."""


def checked(kind: str, fields: Mapping[str, str | None]) -> dict[str, str | None]:
    """The fields as they are stored: trimmed, '' is absent. Raises NotAllowedError on a value no field can have."""
    known = (*FIELDS, NOTE) if kind == "dispute" else OTHER_FIELDS[kind]
    kept: dict[str, str | None] = {}
    for name, value in fields.items():
        if name not in known:
            raise NotAllowedError(f"A {kind} has no field called {name[:40]}.")
        text = (value or "").strip().replace("\r\n", "\n").replace("\0", "")
        if len(text) > LONGEST:
            raise NotAllowedError(f"The {name.replace('_', ' ')} is too long: {LONGEST} characters at most.")
        kept[name] = _formed(name, text) if text else None
    if kind == "held" and kept.get("released") == "yes" and not kept.get("reason"):
        raise NotAllowedError("To release it, say why.")
    if (status := kept.get("status")) is not None:
        missing = [need for need in STATUSES[status].needs if not kept.get(need)]
        if missing:
            wanted = " and ".join(need.replace("_", " ") for need in missing)
            raise NotAllowedError(f"To set {STATUSES[status].label}, say the {wanted}.")
    elif "status" in kept:
        raise NotAllowedError("A dispute always has a status.")
    return kept


def _formed(name: str, text: str) -> str:
    if name == "status" and text not in STATUSES:
        raise NotAllowedError("There is no such status.")
    if name == "channel" and text not in CHANNELS:
        raise NotAllowedError("There is no such channel.")
    if name == "released" and text not in ("yes", "no"):
        raise NotAllowedError("A held container is released, or held again.")
    if name in DATES:
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise NotAllowedError(f"The {name.replace('_', ' ')} is no date: write YYYY-MM-DD.") from None
    if name == "recovered_amount":
        plain = text.replace(",", "").removeprefix("$")
        if not AMOUNT.fullmatch(plain):
            raise NotAllowedError("The recovered amount is no amount: write dollars and cents.")
        return f"{Decimal(plain):.2f}"
    return text
