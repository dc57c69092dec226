"""Publishes a night: copies the closed working file under a new name, then moves the link that readers open.

A DuckDB file has one writer or many readers, never both; so readers open snapshots, and only the night opens the
working file. The link is replaced in one step: a reader sees the old snapshot or the new one, never half of either.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

from warehouse.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINK = "current.duckdb"
# A copy of a night's snapshot with fresher review state is named after it: shortpay-<night>_<refreshed>.duckdb
REFRESHED = "_"
KEPT_REFRESHED = 2
REFRESHING = ".refresh."


class UnpublishableError(Exception):
    """The working file is still open somewhere, so that a copy of it might be damaged."""


def publish(working: Path, data_dir: Path, keep: int = 7) -> Path:
    """Copy the closed working file to `data_dir/snapshots/` and point `data_dir/current.duckdb` at the copy.

    Keeps the newest `keep` snapshots. Returns the new one. Raises UnpublishableError when the working file has a
    write-ahead log (it is open, or its last writer died: opening it again mends that), OSError when the disk is full.
    """
    if working.with_name(working.name + ".wal").exists():
        raise UnpublishableError(
            f"{working}: has a write-ahead log; another program has it open. Close it and run again."
        )
    snapshots = data_dir / "snapshots"
    snapshots.mkdir(parents=True, exist_ok=True)
    _sweep(data_dir, snapshots)
    stamp = _stamp()
    target = snapshots / f"shortpay-{stamp}.duckdb"
    partial = target.with_suffix(".partial")
    try:
        shutil.copyfile(working, partial)
        with partial.open("rb") as copied:
            os.fsync(copied.fileno())
        with _one_publisher(data_dir):
            partial.replace(target)
            _point_at(target, data_dir, stamp)
            _remove_old(snapshots, keep)
    finally:
        partial.unlink(missing_ok=True)
    return target


def publish_refreshed(closed: Path, source: Path, data_dir: Path) -> Path | None:
    """Publish `closed`, a changed copy of the snapshot `source`, in its place; it is moved, not copied.

    None when the link no longer points at `source`: a night published meanwhile, and its snapshot stays.
    """
    stamp = _stamp()
    night = source.stem.removeprefix("shortpay-").split(REFRESHED)[0]
    target = source.with_name(f"shortpay-{night}{REFRESHED}{stamp}.duckdb")
    with closed.open("rb") as written:
        os.fsync(written.fileno())
    with _one_publisher(data_dir):
        if (data_dir / LINK).resolve() != source.resolve():
            return None
        closed.replace(target)
        _point_at(target, data_dir, stamp)
        # A reader may be about to open the copy before this one: it stays until the next refresh.
        for old in sorted(source.parent.glob(f"shortpay-{night}{REFRESHED}*.duckdb"))[:-KEPT_REFRESHED]:
            old.unlink(missing_ok=True)
    return target


def refreshing(data_dir: Path) -> Path:
    """Where this process makes a copy of the snapshot with fresher review state; `_sweep` knows it by its name."""
    return data_dir / f"{REFRESHING}{os.getpid()}.duckdb"


def _sweep(data_dir: Path, snapshots: Path) -> None:
    """Remove the copies of whole databases that killed processes have left; only one night at a time comes here."""
    for leftover in snapshots.glob("*.partial"):
        leftover.unlink(missing_ok=True)
    for leftover in data_dir.glob(f"{REFRESHING}*"):
        if not _is_alive(int(leftover.name.removeprefix(REFRESHING).split(".")[0])):
            leftover.unlink(missing_ok=True)
    with _one_publisher(data_dir):
        for leftover in data_dir.glob(f".{LINK}.*"):
            leftover.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # another user's
    return True


def _point_at(target: Path, data_dir: Path, stamp: str) -> None:
    fresh = data_dir / f".{LINK}.{stamp}"
    fresh.symlink_to(target.relative_to(data_dir))
    fresh.replace(data_dir / LINK)


def _remove_old(snapshots: Path, keep: int) -> None:
    """Remove the snapshots of all but the newest `keep` nights, refreshed copies with them."""
    by_night: dict[str, list[Path]] = {}
    for path in snapshots.glob("shortpay-*.duckdb"):
        by_night.setdefault(path.stem.split(REFRESHED)[0], []).append(path)
    for night in sorted(by_night)[:-keep]:
        for old in by_night[night]:
            old.unlink(missing_ok=True)


@contextmanager
def _one_publisher(data_dir: Path) -> Iterator[None]:
    """Let one process at a time move the link: a night, or the page that refreshes the review state."""
    with (data_dir / ".publish.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _stamp() -> str:
    return utc_now().strftime("%Y%m%dT%H%M%S.%fZ")
