"""The files inside what CMS offers for download: a plain file, or a .zip read in memory and within limits.

Nothing is unpacked to disk, declared sizes are not trusted, and only the beginning of a member is read until its `read`
is called.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contracts.medicare.cms_table import ImportProblem

HEAD_BYTES: Final = 8192
MAX_MEMBERS: Final = 500
MAX_FILE_BYTES: Final = 64 << 20
MAX_TOTAL_BYTES: Final = 256 << 20
TOO_MUCH: Final = "files of CMS are far smaller: check where this one comes from"


@dataclass(frozen=True, slots=True)
class Member:
    """A file to import: its name, with the archive in front, its first bytes, and a function that reads it whole."""

    name: str
    head: bytes
    read: Callable[[], bytes]
    is_alone: bool


@dataclass(slots=True)
class Budget:
    """What may still be read of one archive."""

    archive: str
    left: int

    def spend(self, member: str, size: int) -> None:
        self.left -= size
        if size > MAX_FILE_BYTES or self.left < 0:
            raise ImportProblem(f"{self.archive}:{member}", "is larger than any file of CMS", remedy=TOO_MUCH)


def members(path: Path) -> Iterator[Member]:
    """The file itself or, of a .zip, every file in it. Raises ImportProblem."""
    if not path.is_file():
        raise ImportProblem(path.name, "there is no such file", remedy="check the path")
    if not zipfile.is_zipfile(path) or path.suffix.lower() == ".xlsx":
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ImportProblem(path.name, "is larger than any file of CMS", remedy=TOO_MUCH)
        content = path.read_bytes()
        yield Member(path.name, content[:HEAD_BYTES], lambda: content, is_alone=True)
        return
    with _readable(path.name), zipfile.ZipFile(path) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MAX_MEMBERS:
            raise ImportProblem(path.name, f"holds more than {MAX_MEMBERS} files", remedy=TOO_MUCH)
        budget = Budget(path.name, MAX_TOTAL_BYTES)
        for entry in entries:
            name = f"{path.name}:{Path(entry.filename).name}"
            if entry.flag_bits & 1:
                raise ImportProblem(name, "is encrypted")
            with archive.open(entry) as stream:
                head = stream.read(HEAD_BYTES)
            yield Member(name, head, _reader(archive, entry, budget), is_alone=False)


def _reader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Callable[[], bytes]:
    def read() -> bytes:
        with _readable(budget.archive), archive.open(entry) as stream:
            content = stream.read(MAX_FILE_BYTES + 1)
        budget.spend(Path(entry.filename).name, len(content))
        return content

    return read


@contextmanager
def _readable(archive: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ImportProblem(archive, f"is not a readable archive ({type(error).__name__})") from error
