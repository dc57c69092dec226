"""One night at a time in a workspace, and one scheduler: the second is told who runs the first."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

NIGHT_RUNS = "A night is running in this workspace"


class BusyError(Exception):
    """Another process holds the workspace; the message says which, where and since when."""


@contextmanager
def only_one(path: Path, doing: str) -> Iterator[None]:
    """Hold the lock file at `path` for the length of the block; `doing` says what for, to the next who tries.

    The kernel lets go when the process ends, however it ends; a file left behind holds nobody up.
    Raises BusyError at once when another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(f"{doing} already: {_holder(handle)}. Wait for it to end, or end that process.") from None
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        handle.truncate(0)
        handle.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname(), "since": since}))
        handle.flush()
        try:
            yield
        finally:
            handle.truncate(0)


def _holder(handle: IO[str]) -> str:
    handle.seek(0)
    try:
        holder = json.loads(handle.read())
        return f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        return "a process that has only just started"
