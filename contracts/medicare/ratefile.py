"""Our own rate files: a CSV of numbers and indicators under `# fact: value` lines that say where they came from.

Shipped extracts and a workspace's imported files have the same form, so an import takes the extract's place.
What the columns mean belongs to `rvu`, `gpci` and `locality`.
"""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class RateFileError(Exception):
    """A rate file that is not in our form: names the file, the row (1-based, of the whole file) and the remedy."""

    def __init__(self, file: Path, row: int, message: str) -> None:
        super().__init__(f"{file.name}, row {row}: {message}; import the CMS file again")
        self.file, self.row = file, row


@dataclass(frozen=True, slots=True)
class RateFile:
    """A rate file as text: `facts` from its head, `rows` in the order of the columns asked for."""

    path: Path
    facts: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]
    first_row: int

    def fact(self, name: str) -> str:
        if name not in self.facts:
            raise RateFileError(self.path, 1, f"the head lacks '# {name}: ...'")
        return self.facts[name]


def read(path: Path, columns: Sequence[str]) -> RateFile:
    """Raises RateFileError where columns or row widths differ from `columns`."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise RateFileError(path, 1, "is not UTF-8 text") from None
    head = [line for line in lines if line.startswith("#")]
    facts = dict(line[1:].strip().split(": ", 1) for line in head if ": " in line)
    table = csv.reader(lines[len(head) :])
    found = next(table, [])
    if found != list(columns):
        raise RateFileError(path, len(head) + 1, f"expected columns {', '.join(columns)}; found {', '.join(found)}")
    first_row = len(head) + 2
    rows = tuple(tuple(row) for row in table)
    for number, row in enumerate(rows, first_row):
        if len(row) != len(columns):
            raise RateFileError(path, number, f"has {len(row)} fields, expected {len(columns)}")
    return RateFile(path, facts, rows, first_row)


def text(title: str, facts: Mapping[str, str], columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The whole file as `write` stores it."""
    head = "".join(f"# {line}\n" for line in [title, *(f"{name}: {value}" for name, value in facts.items())])
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows([columns, *rows])
    return head + table.getvalue()


def write(path: Path, content: str) -> None:
    """Replaces `path` in one step, so that a reader sees the old file or the new one and never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
