"""Unpacks remittances from .gz and .zip within limits: sizes are counted while unpacking, not taken from the file.

No file is written under a member's own name, so a path inside a zip cannot leave the archive; it is refused as well.
"""

import gzip
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from flows.intake.archive import Archive, Copy, SourceError, TooLargeError
from flows.intake.rejected_files import TAKEN, RefusedFile, refuse, shown
from flows.intake.settings import Receive

MEGABYTE = 1 << 20
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
GZ_MAGIC = b"\x1f\x8b"
Arrival = tuple[str, str, int]  # name, sha256, size in bytes: a remittance whose bytes were kept


def is_zip(name: str, head: bytes) -> bool:
    return name.lower().endswith(".zip") or head in ZIP_MAGIC


def is_gz(name: str, head: bytes) -> bool:
    return name.lower().endswith(".gz") or head[:2] == GZ_MAGIC


def gz_content(archive: Archive, container: Path, name: str, limits: Receive) -> Arrival | RefusedFile:
    """The one file inside a gz whose bytes are at `container`."""
    if name.lower().endswith(".tar.gz"):
        return refuse(name, "nested")
    packed = container.stat().st_size
    by_ratio = max(packed * limits.max_ratio, MEGABYTE)
    at_most = min(by_ratio, limits.max_total_megabytes * MEGABYTE)
    try:
        with gzip.open(container) as source, archive.copy(source, at_most=at_most) as copy:
            return _kept(copy, name)
    except TooLargeError:
        if at_most == by_ratio:
            return refuse(name, "bomb", limits.max_ratio)
        return refuse(name, "too_large", limits.max_total_megabytes)
    except SourceError as error:
        return refuse(name, "bad_gz", error)


def zip_members(archive: Archive, container: Path, name: str, limits: Receive) -> Iterator[Arrival | RefusedFile]:
    """Every file inside a zip whose bytes are at `container`, without folders and the files that macOS adds."""
    try:
        opened = zipfile.ZipFile(container)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        yield refuse(name, "bad_zip", type(error).__name__)
        return
    with opened:
        members = [info for info in opened.infolist() if not info.is_dir() and not _is_clutter(info.filename)]
        if len(members) > limits.max_members:
            yield refuse(name, "too_many_members", limits.max_members)
            return
        room = limits.max_total_megabytes * MEGABYTE
        if sum(info.file_size for info in members) > room:
            yield refuse(name, "too_large", limits.max_total_megabytes)
            return
        if not members:
            yield refuse(name, "empty")
        for info in members:
            outcome = _member(archive, opened, info, f"{name}!{shown(info.filename)}", limits, room)
            if not isinstance(outcome, RefusedFile):
                room -= outcome[2]
            yield outcome


def _member(
    archive: Archive, opened: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, limits: Receive, room: int
) -> Arrival | RefusedFile:
    reason = _reason_by_entry(info, limits)
    if reason is not None:
        return refuse(name, *reason)
    try:
        with opened.open(info) as source, archive.copy(source, at_most=room) as copy:
            return _kept(copy, name)
    except TooLargeError:
        return refuse(name, "too_large", limits.max_total_megabytes)
    except (SourceError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        return refuse(name, "bad_member", error if isinstance(error, SourceError) else type(error).__name__)


def _kept(copy: Copy, name: str) -> Arrival | RefusedFile:
    """Keep what was unpacked; nothing at all, and a container in a container, is refused."""
    if copy.size == 0:
        return refuse(name, "empty", sha256=copy.sha256, size=0)
    if copy.head in ZIP_MAGIC or copy.head[:2] == GZ_MAGIC:
        return refuse(name, "nested")
    copy.keep()
    return name, copy.sha256, copy.size


def _reason_by_entry(info: zipfile.ZipInfo, limits: Receive) -> tuple[str, object] | None:
    """The reason to refuse a member by its entry alone, before it is unpacked; None when there is none."""
    path = info.filename.replace("\\", "/")
    if path.startswith("/") or path[1:2] == ":" or ".." in PurePosixPath(path).parts:
        return "unsafe_path", ""
    if stat.S_ISLNK(info.external_attr >> 16):
        return "not_a_file", "a link"
    if path.lower().endswith((".zip", ".gz")):
        return "nested", ""
    if not path.lower().endswith(TAKEN):
        return "unsupported", ""
    if info.flag_bits & 0x1:
        return "encrypted", ""
    if info.file_size > MEGABYTE and info.file_size > limits.max_ratio * info.compress_size:
        return "bomb", limits.max_ratio
    return None


def _is_clutter(member: str) -> bool:
    return member.startswith("__MACOSX/") or PurePosixPath(member).name in {".DS_Store", "Thumbs.db"}
