"""Receives bank files: archives them under their hash before anything reads them, and enters them into their ledger.

With the ledger, a lost database loses no deposit: a night reads the files of the ledger that are not in the database.
Matches made by hand are kept beside it, under identities that a rebuilt database has again.
"""

import json
import os
from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from flows.errors import WorkspaceError
from flows.intake.archive import Archive, ReceivedFile, TooLargeError
from flows.intake.bank_settings import BankSettings
from flows.intake.rejected_files import RefusedFile, refuse, shown
from flows.intake.unpack import MEGABYTE
from parsers.bank.deposits import BankFile, DepositFinding
from parsers.bank.nacha import is_nacha, read_nacha
from parsers.bank.statement import read_statement
from warehouse.bank import BankArrival, Pairing
from warehouse.clock import as_stored

LEDGER: Final = "deposits.jsonl"
PAIRINGS: Final = "deposit_pairings.jsonl"
UNUSABLE: Final = ("bank_file_empty", "bank_columns_missing")


def bank_archive(root: Path) -> Archive:
    """The archive of everything received, with the ledger of bank files."""
    return Archive(root, LEDGER)


def read_bank_file(content: bytes, settings: BankSettings) -> BankFile:
    """A bank's file in the form it has; a statement whose columns nobody mapped is bank_columns_missing."""
    if is_nacha(content):
        return read_nacha(content)
    if settings.columns is None:
        return BankFile("csv", (), (DepositFinding("bank_columns_missing"),))
    return read_statement(content, settings.columns)


def is_usable(file: BankFile) -> bool:
    return not any(finding.code in UNUSABLE for finding in file.findings)


def take(paths: Sequence[Path], archive: Archive, settings: BankSettings, megabytes: int) -> list[tuple[str, BankFile]]:
    """Archive bank files and enter those that can be read into the ledger; (name, what was read) in their order.

    Raises WorkspaceError, before anything is entered, when one of them is no bank file of this workspace.
    """
    read: list[tuple[str, BankFile]] = []
    arrivals: list[tuple[str, str, int]] = []
    for path in paths:
        try:
            with path.open("rb") as source, archive.copy(source, at_most=megabytes * MEGABYTE) as copy:
                place = copy.keep()
        except TooLargeError:
            raise WorkspaceError(f"{path}: larger than {megabytes} megabytes, which is no bank file.") from None
        file = read_bank_file(place.read_bytes(), settings)
        if not is_usable(file):
            raise WorkspaceError(_why_not(path, file, settings))
        name = shown(path.name)
        read.append((name, file))
        arrivals.append((name, copy.sha256, copy.size))
    archive.record(arrivals)
    return read


def waiting(
    archive: Archive, known: Collection[str], settings: BankSettings
) -> tuple[list[BankArrival], list[RefusedFile]]:
    """The files of the ledger whose hash is not in `known`, read; and the files whose archived bytes are lost."""
    unread: dict[str, ReceivedFile] = {}
    for entry in archive.ledger():
        if entry.sha256 not in known:
            unread.setdefault(entry.sha256, entry)
    arrivals, damaged = [], []
    for entry in unread.values():
        content = entry.content() if entry.path.exists() else b""
        if sha256(content).hexdigest() != entry.sha256:
            archive.set_aside(entry.sha256)
            damaged.append(refuse(entry.name, "archive_damaged", f"{entry.sha256[:12]}..."))
            continue
        file = read_bank_file(content, settings)
        # Where the column map does not fit the file any more, a later night with another map reads it.
        if is_usable(file):
            received_at = as_stored(entry.received_at)
            arrivals.append(BankArrival(entry.name, entry.sha256, received_at, file))
    return arrivals, damaged


def pairings(root: Path) -> list[Pairing]:
    """The matches that people made or took back by hand, in order."""
    try:
        lines = (root / PAIRINGS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    kept = [json.loads(line) for line in lines if line.strip()]
    return [Pairing(**{**each, "decided_at": datetime.fromisoformat(each["decided_at"])}) for each in kept]


def remember(root: Path, pairing: Pairing) -> None:
    """Append one decision; it is on disk when this returns."""
    entry = {name: getattr(pairing, name) for name in Pairing.__slots__}
    entry["decided_at"] = pairing.decided_at.isoformat()
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (root / PAIRINGS).open("a", encoding="utf-8") as book:
        book.write(json.dumps(entry) + "\n")
        book.flush()
        os.fsync(book.fileno())


def _why_not(path: Path, file: BankFile, settings: BankSettings) -> str:
    if any(finding.code == "bank_file_empty" for finding in file.findings):
        return f"{path}: holds no row of a statement and no NACHA record."
    if settings.columns is None:
        return (
            f"{path}: is not a NACHA file, and shortpay.toml does not say which of its columns is what. "
            'Write a table [deposits] with date, amount and description, such as date = "Posting Date".'
        )
    wanted = ", ".join(settings.columns.named())
    return f"{path}: no line names all the columns of [deposits] in shortpay.toml ({wanted})."
