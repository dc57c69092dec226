"""The closed list of reasons why a file in the inbox is not read, each with the sentence that says what to do.

A refusal never ends a night: the file stays where it is, and the others are read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from warehouse.clock import utc_now

TAKEN = (".835", ".edi", ".x12", ".txt", ".rmt", ".gz", ".zip")

REASONS: Final[Mapping[str, str]] = {
    "unsupported": f"is not one of {' '.join(TAKEN)}. If it is a remittance, rename it; otherwise move it away.",
    "empty": "holds no bytes. Ask the sender for it again, then replace it.",
    "unreadable": "could not be read to its end ({detail}). Check the disk or the share, then copy it here again.",
    "directory": "is a folder, and folders are not looked into. Move its files up into the inbox.",
    "not_a_file": "is neither a file nor a folder ({detail}). Move it away.",
    "leads_away": "is a link to a place outside the workspace, and is not followed. Put the file itself here.",
    "other_owner": "belongs to another user ({detail}) than the one who runs the night. Deliver it as that user, or "
    "name its owner in owners under [receive] in shortpay.toml.",
    "no_permission": "may not be read by the user who runs the night. Give that user the right to read it.",
    "growing": "was still being written while it was read. Nothing to do: the next night takes it.",
    "vanished": "was gone before it could be read. Nothing to do if it was moved on purpose.",
    "too_large": "holds more than {detail} megabytes. Split it, or raise the limit under [receive] in shortpay.toml.",
    "too_many_members": "holds more than {detail} files. Split it, or raise max_members under [receive] in "
    "shortpay.toml.",
    "bomb": "unpacks to more than {detail} times its size, as a zip bomb does. "
    "If it is genuine, raise max_ratio under [receive] in shortpay.toml.",
    "bad_zip": "is not a complete zip file ({detail}). Ask the sender for it again, then replace it.",
    "bad_gz": "is not a complete gz file ({detail}). Ask the sender for it again, then replace it.",
    "bad_member": "is damaged inside the zip ({detail}). Ask the sender for it again; the other members were taken.",
    "encrypted": "is protected by a password. Unpack it and put the files into the inbox.",
    "archive_damaged": "has lost its bytes in archive/ (they should hash to {detail}). Restore them from a "
    "backup, or put the file into the inbox again.",
    "unsafe_path": "has a path that leads out of the zip, and is not unpacked. If it is a remittance, "
    "put it into the inbox by itself.",
    "nested": "is an archive inside an archive. Unpack the outer one into the inbox.",
}


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not read. `sha256` and `size` are absent where its bytes were not read; `refused_at` is UTC."""

    name: str
    reason_code: str
    sentence: str
    refused_at: datetime
    sha256: str | None = None
    size: int | None = None


def refuse(
    name: str, reason_code: str, detail: object = "", *, sha256: str | None = None, size: int | None = None
) -> RefusedFile:
    """A refusal for a reason of the closed list; KeyError for any other."""
    sentence = f"{name} {REASONS[reason_code].format(detail=detail)}"
    now = utc_now().replace(microsecond=0)
    return RefusedFile(name, reason_code, sentence, now, sha256, size)


def shown(name: str) -> str:
    """A file name as it may be printed and stored: control characters and undecodable bytes are written out."""
    decoded = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in decoded)
