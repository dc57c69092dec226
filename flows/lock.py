"""One night at a time in a workspace: the second is told who runs the first."""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO


class NightRunningError(Exception):
    """Another process holds the workspace; the message says which, where and since when."""


@contextmanager
def only_night(path: Path) -> Iterator[None]:
    """Hold the lock file at `path` for the length of the block.

    The kernel lets go when the process ends, however it ends; a file left behind holds nobody up.
    Raises NightRunningError at once when another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a+", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NightRunningError(_holder(handle)) from None
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
        who = f"process {holder['pid']} on {holder['host']} since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        who = "a process that has only just started"
    return f"A night is already running in this workspace: {who}. Wait for it to end, or end that process."
