"""The one place where an exception becomes a message: one clear sentence, an exit code, never a traceback.

Exceptions that are not listed here are bugs, and their text may quote a remittance. So only their type and place are
shown; the traceback goes to data/last_failure.txt, which only this user can read.
"""

import errno
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from contracts.problems import Problems
from flows.lock import BusyError, left_at

FAILED = 1
WRONG_INPUT = 2
NO_ROOM = 74  # EX_IOERR
BUSY = 75  # EX_TEMPFAIL: try again later
INTERRUPTED = 130
ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("parsers", "contracts", "warehouse", "flows")

# Exceptions whose message is for the user; given by name, because importing the warehouse would slow every command.
PLAIN_MESSAGES = {
    "NewerDatabaseError", "ChangedMigrationError", "DatabaseUnreadableError", "NothingPublishedError",
    "UnpublishableError", "HistoryLostError", "ImportProblem", "RateFileError", "LawError",
}  # fmt: skip
NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class Failure:
    """The message for the user, the exit code, and whether trying again a little later may help."""

    message: str
    exit_code: int
    may_pass: bool = False


class WorkspaceError(Exception):
    """Something the user can correct; the message says what and how, and has no patient data."""


class ServerError(Exception):
    """The Prefect server of a night did not start; the message says what to look at."""


class StageError(Exception):
    """A stage of the night failed. Carries the message only, so that nothing of a remittance reaches a log."""

    def __init__(self, stage: str, failure: Failure) -> None:
        super().__init__(f"{stage}: {failure.message}")
        self.failure = replace(failure, message=f"{stage}: {failure.message}")


def failure_from(error: BaseException, failure_file: Path | None = None) -> Failure:
    """The failure that an exception means for the user; writes the traceback of a bug to `failure_file`."""
    match error:
        case StageError():
            return error.failure
        case BusyError():
            return Failure(str(error), BUSY)
        case Problems():
            return Failure(str(error), WRONG_INPUT)
        case WorkspaceError():
            return Failure(str(error), WRONG_INPUT)
        case ServerError():
            return Failure(str(error), NO_ROOM)
        case KeyboardInterrupt():
            return Failure("Interrupted. Nothing half done was kept; the next night goes on from here.", INTERRUPTED)
    if type(error).__name__ in PLAIN_MESSAGES and type(error).__module__.startswith(("warehouse.", "contracts.")):
        return Failure(str(error), WRONG_INPUT)
    if _is_out_of_space(error):
        return Failure("The disk is full. Nothing half done was kept: make room and run it again.", NO_ROOM)
    if isinstance(error, OSError) and error.filename is not None:
        reason = error.strerror or type(error).__name__
        return Failure(
            f"{error.filename}: {reason}. Check that it exists and that this user may use it.", NO_ROOM, may_pass=True
        )
    return Failure(_bug(error, failure_file), FAILED)


@contextmanager
def failed_night_noted(note: Path) -> Iterator[None]:
    """When an exception ends the block, write its message for the user to `note`, which the worklist page shows.

    A night that was refused because another one is running has not failed.
    """
    try:
        yield
    except Exception as error:
        failure = failure_from(error)
        if failure.exit_code != BUSY and note.parent.is_dir():
            with suppress(OSError):
                note.touch(mode=0o600)
                note.write_text(failure.message, encoding="utf-8")
        raise


def stopped_night(lock_file: Path) -> tuple[datetime, str] | None:
    """When a night began that was killed before its end, and the message about it; None when the last one ended."""
    began = left_at(lock_file)
    if began is None:
        return None
    stopped = f"A night began on {began:%Y-%m-%d at %H:%M} and did not finish: its process was stopped."
    return began, f"{stopped} Nothing was lost; the next night finishes the work."


def database_message(error: BaseException) -> str | None:
    """The message of a database error; None for any other exception. It may quote what the statement read."""
    return str(error) if type(error).__module__.split(".")[0] in {"duckdb", "_duckdb", "sqlite3"} else None


def _is_out_of_space(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in NO_SPACE
    text = (database_message(error) or "").lower()
    return any(sign in text for sign in ("no space left", "disk is full", "disk full", "not enough space"))


def _bug(error: BaseException, failure_file: Path | None) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if any(Path(frame.filename).is_relative_to(ROOT / room) for room in ROOMS)]
    place = f" at {Path(ours[-1].filename).relative_to(ROOT)}:{ours[-1].lineno}" if ours else ""
    message = f"This is a bug in shortpay: {type(error).__name__}{place}."
    if failure_file is None or not failure_file.parent.is_dir():
        return message
    with suppress(OSError):
        failure_file.touch(mode=0o600)
        failure_file.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        return (
            f"{message} The traceback is in {failure_file}; it may quote a remittance, so read it before passing it on."
        )
    return message
