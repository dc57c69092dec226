"""Whether a remittance keeps to the 005010X221A1 guide, in pyx12's opinion and our reading of it. Never about money.

pyx12 itself runs in worker.py, a process of its own with a time limit for each file and a memory limit. So every file
has graded findings, or the finding that its check did not finish.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import tomllib
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, TYPE_CHECKING, Final, Literal, Self

from parsers.guide.element_names import place_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType

Severity = Literal["error", "warning", "note"]
NOT_FINISHED: Final = "conformance_not_finished"
_MEGABYTE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class ConformanceFinding:
    """One departure from the guide; `count` says how often it occurs, `segment_number` where it occurs first."""

    code: str
    severity: Severity
    place: str | None
    segment_number: int | None
    count: int
    sentence: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Grade:
    codes: frozenset[str]
    places: frozenset[str] | None
    severity: Severity
    sentence: str
    reason: str

    def fits(self, code: str, place: str | None) -> bool:
        return ("*" in self.codes or code in self.codes) and (self.places is None or place in self.places)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one check may cost."""

    seconds_per_file: int
    megabytes: int
    memory_megabytes: int


def graded(code: str, place: str | None, segment_number: int | None = None, count: int = 1) -> ConformanceFinding:
    """The finding for an objection of pyx12, with the grade that conformance.toml gives it."""
    grade = next(each for each in _table()[0] if each.fits(code, place))
    name = place_name(place.replace("-0", "-")) if place else None
    sentence = f"{grade.sentence[:-1]}: {place}{f' ({name})' if name else ''}." if place else grade.sentence
    return ConformanceFinding(code, grade.severity, place, segment_number, count, sentence, grade.reason)


def limits() -> Limits:
    return _table()[1]


class Checker:
    """One worker process, started when first needed and again after it died. Close it, or use it in a `with`."""

    def __init__(self, within: Limits | None = None, command: list[str] | None = None) -> None:
        self._limits = within or limits()
        self._command = command or [sys.executable, "-m", "parsers.guide.worker"]
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False
        self._starting = threading.Lock()

    def check(self, content: bytes) -> tuple[ConformanceFinding, ...]:
        """The findings of one file, errors first; never raises on content, never takes longer than the limit."""
        if len(content) > self._limits.megabytes * _MEGABYTE:
            return (graded(NOT_FINISHED, None),)
        answer = self._ask(content)
        if answer is None:
            self._stop()
            return (graded(NOT_FINISHED, None),)
        found = [graded(code, place, first, count) for code, place, first, count in answer]
        order = {"error": 0, "warning": 1, "note": 2}
        return tuple(sorted(found, key=lambda each: (order[each.severity], each.segment_number or 0, each.code)))

    def end(self) -> None:
        """End the worker, from any thread; a check under way comes back as not finished, and no other begins."""
        with self._starting:
            self._is_closed = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """End the worker and give its pipes back; no check may be under way."""
        self.end()
        self._stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _ask(self, content: bytes) -> list[tuple[str, str | None, int | None, int]] | None:
        """The worker's answer; None when it died or had to be ended."""
        try:
            process = self._running()
        except OSError:
            return None
        asked, answers = _pipes(process)
        alarm = threading.Timer(self._limits.seconds_per_file, process.kill)
        alarm.start()
        try:
            asked.write(b"%d\n" % len(content) + content)
            asked.flush()
            line = answers.readline()
            return [tuple(each) for each in json.loads(line)] if line else None
        except (OSError, ValueError):
            return None
        finally:
            alarm.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        with self._starting:
            if self._is_closed:
                raise OSError("closed")
            if self._process is None:
                self._process = self._started()
            return self._process

    def _started(self) -> subprocess.Popen[bytes]:
        home = str(Path(__file__).resolve().parents[2])
        path = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
        return subprocess.Popen(  # noqa: S603 -- our own interpreter on our own module
            [*self._command, str(self._limits.memory_megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in _pipes(process):
            with suppress(OSError):
                pipe.close()


def check(content: bytes) -> tuple[ConformanceFinding, ...]:
    """The findings of one file, by a worker of its own."""
    with Checker() as checker:
        return checker.check(content)


class Background:
    """Checks many files beside other work; those not done when they are collected are left for another night."""

    def __init__(self, waiting: Iterable[tuple[str, Callable[[], bytes]]], checker: Checker | None = None) -> None:
        """`waiting` are keys and how to get their bytes; work begins at once, in that order."""
        self._queue: SimpleQueue[tuple[str, Callable[[], bytes]]] = SimpleQueue()
        for each in waiting:
            self._queue.put(each)
        self._done: dict[str, tuple[ConformanceFinding, ...]] = {}
        self._checker = checker or Checker()
        self._is_stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="conformance", daemon=True)
        self._thread.start()

    def collect(self, seconds: int) -> Mapping[str, tuple[ConformanceFinding, ...]]:
        """Wait at most `seconds` more for the rest, then end the work; the findings of every file that was checked."""
        self._thread.join(seconds)
        self.stop()
        return dict(self._done)

    def stop(self) -> None:
        """End the work now."""
        self._is_stopped.set()
        self._checker.end()
        self._thread.join()
        self._checker.close()

    def _work(self) -> None:
        while not self._is_stopped.is_set():
            try:
                key, read = self._queue.get_nowait()
            except Empty:
                return
            try:
                content = read()
            except OSError:
                continue
            found = self._checker.check(content)
            # Ended from outside: the file is as unchecked as before, not one that cannot be checked.
            if not self._is_stopped.is_set():
                self._done[key] = found


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


@cache
def _table() -> tuple[tuple[_Grade, ...], Limits]:
    """The grades in their order, and the limits."""
    table = tomllib.loads((files("parsers") / "guide" / "conformance.toml").read_text(encoding="utf-8"))
    grades = tuple(
        _Grade(
            frozenset(each["codes"]),
            frozenset(each["places"]) if "places" in each else None,
            each["severity"],
            each["sentence"],
            each["reason"],
        )
        for each in table["grade"]
    )
    limit = table["limits"]
    return grades, Limits(limit["seconds_per_file"], limit["megabytes"], limit["memory_megabytes"])
