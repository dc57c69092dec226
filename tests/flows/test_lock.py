"""Two nights never run in one workspace; a killed one holds nobody up."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from flows.lock import BusyError, only_one

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


def test_the_second_is_told_who_holds_it(tmp_path: Path) -> None:
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


def test_a_killed_night_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "night.lock"
    holder = hold(path)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert path.stat().st_size > 0
    with only_one(path, "A night is running"):
        pass
