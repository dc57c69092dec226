"""Keeps every file that arrived under its SHA-256, and a ledger of arrivals; no file is changed or removed.

With the ledger, a lost database or an emptied inbox loses nothing: a night reads the files of the ledger that are not
in the database.
"""

import json
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Protocol
from zipfile import BadZipFile

from warehouse.clock import utc_now

CHUNK = 1 << 20
LEDGER = "received.jsonl"
INCOMING = ".incoming."


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A remittance whose bytes are in the archive. `name` is 'a.835' or 'batch.zip!a.835'; `received_at` is UTC."""

    name: str
    sha256: str
    path: Path
    size: int
    received_at: datetime

    def content(self) -> bytes:
        return self.path.read_bytes()


class Readable(Protocol):
    """Anything bytes can be read from: a file, a gz, a member of a zip."""

    def read(self, size: int, /) -> bytes: ...


class TooLargeError(Exception):
    """More bytes came than the caller allowed."""


class SourceError(Exception):
    """The source, not the archive, failed: a bad share, a torn gz, a damaged zip member."""


class Copy:
    """Bytes on their way into the archive: complete and on disk, but under their name only once they are kept."""

    def __init__(self, archive: "Archive", temporary: Path, digest: str, size: int, head: bytes) -> None:
        self._archive, self._temporary = archive, temporary
        self.sha256, self.size, self.head = digest, size, head

    def keep(self) -> Path:
        """Move the bytes to their place; the same bytes kept before stay as they are."""
        place = self._archive.path(self.sha256)
        # A power cut may leave a name without all of its bytes; the size shows it.
        if not place.exists() or place.stat().st_size != self.size:
            place.parent.mkdir(exist_ok=True, mode=0o700)
            self._temporary.replace(place)
            _sync_folder(place.parent)
        return place


class Archive:
    """A folder of files named by their own hash: archive/ab/abcdef..."""

    def __init__(self, root: Path, ledger: str = LEDGER) -> None:
        self.root = root
        self.ledger_file = root / ledger

    def path(self, digest: str) -> Path:
        return self.root / digest[:2] / digest

    @contextmanager
    def copy(self, source: Readable, *, at_most: int) -> Iterator[Copy]:
        """Copy a stream; the block decides whether to keep it.

        Raises TooLargeError beyond `at_most` bytes and SourceError when `source` cannot be read on.
        """
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest, size, head = sha256(), 0, b""
        temporary = self.root / f"{INCOMING}{os.getpid()}"
        try:
            with temporary.open("wb") as target:
                while block := _next_block(source):
                    head = head or block[:4]
                    size += len(block)
                    if size > at_most:
                        raise TooLargeError
                    digest.update(block)
                    target.write(block)
                target.flush()
                os.fsync(target.fileno())
            yield Copy(self, temporary, digest.hexdigest(), size, head)
        finally:
            temporary.unlink(missing_ok=True)

    def record(self, arrivals: Sequence[tuple[str, str, int]]) -> int:
        """Enter (name, sha256, size) of archived remittances; return how many were not in the ledger yet."""
        known = {(entry.name, entry.sha256) for entry in self.ledger()}
        now = utc_now().replace(microsecond=0).isoformat()
        lines = []
        for name, digest, size in arrivals:
            if (name, digest) not in known:
                known.add((name, digest))
                lines.append(json.dumps({"name": name, "sha256": digest, "size": size, "received_at": now}))
        if lines:
            with self.ledger_file.open("a+b") as ledger:
                if _is_torn(ledger):
                    ledger.write(b"\n")
                ledger.write(b"".join(line.encode() + b"\n" for line in lines))
                ledger.flush()
                os.fsync(ledger.fileno())
        return len(lines)

    def ledger(self) -> list[ReceivedFile]:
        """Every remittance ever received, in order of arrival."""
        try:
            lines = self.ledger_file.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        return [entry for line in lines if (entry := self._entry(line)) is not None]

    def set_aside(self, digest: str) -> None:
        """Rename damaged bytes, so that the next copy of the file can be archived under its hash."""
        place = self.path(digest)
        if place.exists():
            place.replace(place.with_suffix(".damaged"))

    def sweep(self) -> None:
        """Remove the partial copies of a killed night."""
        for leftover in self.root.glob(f"{INCOMING}*"):
            leftover.unlink(missing_ok=True)

    def _entry(self, line: bytes) -> ReceivedFile | None:
        try:
            entry = json.loads(line)
        except ValueError:
            return None  # torn by a power cut; its file is still in the inbox and is entered again
        received_at = datetime.fromisoformat(entry["received_at"])
        return ReceivedFile(entry["name"], entry["sha256"], self.path(entry["sha256"]), entry["size"], received_at)


def _next_block(source: Readable) -> bytes:
    try:
        return source.read(CHUNK)
    except (OSError, EOFError, zlib.error, BadZipFile, NotImplementedError, RuntimeError) as error:
        raise SourceError(type(error).__name__) from error


def _is_torn(ledger: IO[bytes]) -> bool:
    if ledger.seek(0, os.SEEK_END) == 0:
        return False
    ledger.seek(-1, os.SEEK_END)
    return ledger.read(1) != b"\n"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
