"""Two nights never run in one workspace at once; a killed night blocks no other."""

import os
import signal
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path

import pytest

from flows.lock import BusyError, left_at, must_be_free, only_one

HOLD = """
import sys
from pathlib import Path
from flows.lock import only_one
with only_one(Path(sys.argv[1]), "A night is running"):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(path: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_the_second_learns_who_holds_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "data" / "night.lock"
    holder = hold(path)
    try:
        with pytest.raises(BusyError) as refusal, only_one(path, "A night is running"):
            pass
        assert f"A night is running already: process {holder.pid} on {os.uname().nodename} since 20" in str(
            refusal.value
        )
    finally:
        holder.communicate("")
    with only_one(path, "A night is running"):
        assert path.stat().st_size > 0
    assert path.stat().st_size == 0


def test_a_killed_night_releases_the_lock_and_leaves_when_it_began(tmp_path: Path) -> None:
    path = tmp_path / "night.lock"
    assert left_at(path) is None
    before = datetime.now().astimezone().replace(microsecond=0)
    holder = hold(path)
    assert left_at(path) is None, "it is running"
    with pytest.raises(BusyError, match=f"process {holder.pid}"):
        must_be_free(path, "A night is running")
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    must_be_free(path, "A night is running")
    began = left_at(path)
    assert began is not None
    assert before <= began <= datetime.now().astimezone()
    with only_one(path, "A night is running"):
        pass
    assert left_at(path) is None


def test_reading_the_lock_file_blocks_no_night(tmp_path: Path) -> None:
    path = tmp_path / "night.lock"
    path.write_text('{"pid": 1, "host": "h", "since": "2026-11-16T02:00:00+00:00"}')
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            left_at(path)

    looking = threading.Thread(target=look)
    looking.start()
    try:
        for _ in range(50):
            path.write_text('{"pid": 1, "host": "h", "since": "2026-11-16T02:00:00+00:00"}')
            with only_one(path, "A night is running"):
                pass
    finally:
        stop.set()
        looking.join()
