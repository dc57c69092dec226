"""Every exception becomes a message and an exit code; a bug shows its place, never its text."""

import errno
import sqlite3
import stat
from datetime import datetime
from pathlib import Path

import pytest

from contracts.problems import Problem, Problems
from flows.errors import BUSY, FAILED, INTERRUPTED, NO_ROOM, WRONG_INPUT, StageError, WorkspaceError, failure_from
from flows.intake.archive import ReceivedFile
from flows.lock import BusyError

PATIENT = "DOE*JANE*123456789"


TWO_PROBLEMS = Problems([Problem("a.toml", "id", "is missing"), Problem("b.toml", "", "no")])


def named(name: str, module: str = "warehouse.database") -> type[Exception]:
    return type(name, (Exception,), {"__module__": module})


@pytest.mark.parametrize(
    ("error", "said", "exit_code"),
    [
        (BusyError("A night is already running: process 7"), "process 7", BUSY),
        (TWO_PROBLEMS, "a.toml: id: is missing\nb.toml: no", WRONG_INPUT),
        (WorkspaceError("No agreements."), "No agreements.", WRONG_INPUT),
        (named("NewerDatabaseError")("written by a newer shortpay"), "newer shortpay", WRONG_INPUT),
        (OSError(errno.ENOSPC, "No space left on device", "/data/x"), "The disk is full", NO_ROOM),
        (named("FatalException", "_duckdb")("no checkpoint: No space left on device"), "The disk is full", NO_ROOM),
        (sqlite3.OperationalError("database or disk is full"), "The disk is full", NO_ROOM),
        (PermissionError(errno.EACCES, "Permission denied", "/w/archive"), "/w/archive: Permission denied", NO_ROOM),
        (KeyboardInterrupt(), "Interrupted", INTERRUPTED),
    ],
)  # fmt: skip
def test_known_failure(error: BaseException, said: str, exit_code: int) -> None:
    failed = failure_from(error)
    assert said in failed.message
    assert failed.exit_code == exit_code
    assert "Traceback" not in failed.message


def test_a_bug_shows_type_and_place_and_keeps_its_text_private(tmp_path: Path) -> None:
    failure_file = tmp_path / "last_failure.txt"
    with pytest.raises(ValueError, match=PATIENT[:3]) as failure:
        ReceivedFile("a.835", "", tmp_path, 0, datetime.fromisoformat(PATIENT))
    failed = failure_from(failure.value, failure_file)
    assert failed.exit_code == FAILED
    assert "ValueError" in failed.message
    assert PATIENT not in failed.message
    assert PATIENT in failure_file.read_text()
    assert stat.S_IMODE(failure_file.stat().st_mode) == 0o600
    assert str(failure_file) in failed.message


def test_a_bug_without_a_failure_file_still_has_a_message(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    failed = failure_from(KeyError(PATIENT), tmp_path / "data" / "last_failure.txt")
    assert failed.message == "This is a bug in shortpay: KeyError."


def test_a_stage_passes_on_what_its_failure_means() -> None:
    inner = failure_from(OSError(errno.ENOSPC, "No space left on device"))
    assert failure_from(StageError("load", inner)).exit_code == NO_ROOM
    assert failure_from(StageError("load", inner)).message.startswith("load: The disk is full")
