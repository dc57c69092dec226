"""Receives the files of the inbox: archives their bytes before anything reads them, and leaves the files there.

Receiving the same inbox twice changes nothing, because a file is identified by its name and the hash of its bytes.
"""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from flows.intake.archive import Archive, Copy, ReceivedFile, SourceError, TooLargeError
from flows.intake.rejected_files import TAKEN, RefusedFile, refuse, shown
from flows.intake.settings import Receive
from flows.intake.unpack import MEGABYTE, Arrival, gz_content, is_gz, is_zip, zip_members

ROOT = 0
CLUTTER = {".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """The result of receiving the inbox: counts of new and known remittances, and the refused files."""

    new: int
    known: int
    refused: tuple[RefusedFile, ...]


def receive(
    inbox: Path, archive: Archive, limits: Receive, seen: Callable[[int, int], None] = lambda *_: None
) -> Receipt:
    """Archive every remittance in the inbox and enter it into the ledger. `seen(done, files)` reports progress.

    Raises OSError when the inbox is not there or the archive cannot be written (disk full, no right to write).
    """
    archive.sweep()
    paths = sorted(path for path in inbox.iterdir() if path.name not in CLUTTER)
    arrivals: list[Arrival] = []
    refused: list[RefusedFile] = []
    for count, path in enumerate(paths, 1):
        for outcome in _take(path, archive, limits):
            if isinstance(outcome, RefusedFile):
                refused.append(outcome)
            else:
                arrivals.append(outcome)
        seen(count, len(paths))
    new = archive.record(arrivals)
    return Receipt(new, len(arrivals) - new, tuple(refused))


def batches(waiting: list[ReceivedFile], megabytes: int) -> Iterator[list[ReceivedFile]]:
    """The files in order, cut into groups of about this size: many small files together, a large one alone."""
    group: list[ReceivedFile] = []
    size = 0
    for received in waiting:
        if group and size + received.size > megabytes * MEGABYTE:
            yield group
            group, size = [], 0
        group.append(received)
        size += received.size
    if group:
        yield group


def _take(path: Path, archive: Archive, limits: Receive) -> Iterator[Arrival | RefusedFile]:
    name = shown(path.name)
    kept = _keep(path, name, archive, limits)
    if isinstance(kept, RefusedFile):
        yield kept
    elif is_zip(name, kept.head):
        yield from zip_members(archive, archive.path(kept.sha256), name, limits)
    elif is_gz(name, kept.head):
        yield gz_content(archive, archive.path(kept.sha256), name, limits)
    else:
        yield name, kept.sha256, kept.size


def _keep(path: Path, name: str, archive: Archive, limits: Receive) -> Copy | RefusedFile:
    """Archive the bytes of the file, packed or not, before anything reads them."""
    try:
        source = _open(path, limits)
    except _NotTakenError as error:
        return refuse(name, error.reason_code, error.detail)
    with source:
        before = os.fstat(source.fileno())
        try:
            with archive.copy(source, at_most=limits.max_file_megabytes * MEGABYTE) as copy:
                after = os.fstat(source.fileno())
                if (before.st_size, before.st_mtime_ns) != (
                    after.st_size,
                    after.st_mtime_ns,
                ) or copy.size != after.st_size:
                    return refuse(name, "growing")
                if copy.size == 0:
                    return refuse(name, "empty", sha256=copy.sha256, size=0)
                copy.keep()
                return copy
        except TooLargeError:
            return refuse(name, "too_large", limits.max_file_megabytes)
        except SourceError as error:
            return refuse(name, "unreadable", error)


class _NotTakenError(Exception):
    def __init__(self, reason_code: str, detail: str = "") -> None:
        super().__init__(reason_code)
        self.reason_code, self.detail = reason_code, detail


def _open(path: Path, limits: Receive) -> IO[bytes]:
    """The file, opened; a pipe is recognised before opening it, since opening would wait for a writer forever.

    What another user links to, or owns, may be a trap: the night would copy it where that user does not get otherwise.
    """
    try:
        place = path.resolve(strict=True)
        if path.is_symlink() and not place.is_relative_to(path.parent.parent.resolve()):
            raise _NotTakenError("leads_away")
        there = place.lstat()
        if stat.S_ISDIR(there.st_mode):
            raise _NotTakenError("directory")
        if not stat.S_ISREG(there.st_mode):
            raise _NotTakenError("not_a_file", "a pipe, socket or device")
        if not path.name.lower().endswith(TAKEN):
            raise _NotTakenError("unsupported")
        if there.st_uid not in {os.geteuid(), ROOT, *limits.owners}:
            raise _NotTakenError("other_owner", f"user {there.st_uid}")
        source = place.open("rb")
    except PermissionError:
        raise _NotTakenError("no_permission") from None
    except FileNotFoundError:
        raise _NotTakenError("vanished") from None
    except OSError as error:
        raise _NotTakenError("unreadable", error.strerror or type(error).__name__) from None
    if not os.path.samestat(there, os.fstat(source.fileno())):
        source.close()
        raise _NotTakenError("vanished")
    return source
