"""Lets one night run at a time in a workspace, and one scheduler; a second one learns who runs the first."""

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

NIGHT_RUNS = "A night is running in this workspace"
LOOK = 0.01  # seconds between two tries; a reader (`left_at`) holds the lock for less


class BusyError(Exception):
    """Another process holds the workspace; the message says which, where and since when."""


@contextmanager
def only_one(path: Path, doing: str) -> Iterator[None]:
    """Hold the lock file at `path` for the length of the block; the message of BusyError begins with `doing`.

    The kernel releases the lock when the process ends in any way. A file that is left behind blocks nobody; its content
    shows that the block did not end (`left_at`). Raises BusyError at once when another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+", encoding="utf-8") as handle:
        _take(handle, doing)
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        handle.truncate(0)
        handle.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}))
        handle.flush()
        os.fsync(handle.fileno())
        try:
            yield
        finally:
            handle.truncate(0)


def must_be_free(path: Path, doing: str) -> None:
    """Raise BusyError when another process holds the lock file at `path`; leave it as it is otherwise."""
    if path.exists():
        with path.open("a+", encoding="utf-8") as handle:
            _take(handle, doing)


def left_at(path: Path) -> datetime | None:
    """When the last holder took the lock file at `path`, if it was killed or the power failed while it held it."""
    try:
        with path.open("r", encoding="utf-8") as handle:
            if not handle.read():
                return None
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            handle.seek(0)  # the holder may have ended between reading and locking
            return datetime.fromisoformat(json.loads(handle.read())["since"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # never held, held now, or torn by a power cut


def _take(handle: IO[str], doing: str) -> None:
    """Lock it exclusively. A reader (`left_at`) has a shared lock for a moment: then the lock is tried again."""
    while True:
        with suppress(BlockingIOError):
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(f"{doing} already: {_holder(handle)}. Wait for it to end, or end that process.") from None
        fcntl.flock(handle, fcntl.LOCK_UN)
        time.sleep(LOOK)


def _holder(handle: IO[str]) -> str:
    handle.seek(0)
    try:
        holder = json.loads(handle.read())
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        return "a process that has only just started"
