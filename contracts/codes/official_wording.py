"""X12's own wordings of reason codes (CARC) and remark codes (RARC), from a list the practice has a license for.

X12 licenses the wordings, so none is shipped. Our own short wordings and classes (`codes/`) decide; an imported wording
is only quoted: beside ours in an explanation, and in a letter.
"""

import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from contracts.problems import Problem, Problems

CARC: Final = re.compile(r"\d{1,3}|[A-LO-Z]\d{1,3}")
RARC: Final = re.compile(r"MA?\d{1,3}|N\d{1,4}")
FIELDS: Final = ("code", "wording")
CODE_COLUMNS: Final = ("code", "carc", "rarc", "reason code", "remark code")
TEXT_COLUMNS: Final = ("description", "wording", "definition", "text", "message")
# '45 Charge exceeds ... Start: 01/01/1995 | Last Modified: ...', as copied from a page; a tab or a comma does as well
_LINE: Final = re.compile(r"\s*([0-9A-Za-z]{1,5})\s*[\t ,;:]\s*(\S.*)")
_DATES: Final = re.compile(r"\s*\|?\s*\b(?:Start|Last Modified|Stop|Notes?):\s.*$", re.DOTALL)


class WordingProblems(Problems):
    """The file holds no list of codes and wordings, or none that can be read."""


def read_list(name: str, content: bytes) -> dict[str, str]:
    """Code -> wording of a CSV with a header row, or of text with a code at the beginning of each line.

    Raises WordingProblems where no code with a wording is found, or one is there twice with different wordings.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for number, code, wording in _rows(text):
        if found.setdefault(code, wording) != wording:
            problems.append(Problem(name, f"row {number}", f"{code} stands there twice, with different wordings"))
    if not found:
        problems.append(
            Problem(name, "", "no reason or remark code with a wording: a CSV with code and description, or lines")
        )
    if problems:
        raise WordingProblems(problems)
    return found


def load(path: Path) -> Mapping[str, str]:
    """What was imported before; empty where nothing was. Raises WordingProblems on a file that is not ours."""
    return read_list(path.name, path.read_bytes()) if path.is_file() else {}


def store(path: Path, wordings: Mapping[str, str]) -> None:
    """Writes the wordings in order of code, in place of the file that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(sorted(wordings.items()))


def is_reason(code: str) -> bool:
    """True for a reason code; the others that are read are remark codes."""
    return CARC.fullmatch(code) is not None


def _rows(text: str) -> list[tuple[int, str, str]]:
    lines = text.splitlines()
    header = lines[0] if lines else ""
    delimiter = next((each for each in ("\t", ";", ",") if each in header), ",")
    names = [name.strip().strip('"').lower() for name in header.split(delimiter)]
    code_at = next((names.index(name) for name in CODE_COLUMNS if name in names), None)
    text_at = next((names.index(name) for name in TEXT_COLUMNS if name in names), None)
    if code_at is not None and text_at is not None:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
        pairs = [(n, row[code_at], row[text_at]) for n, row in enumerate(rows, 1) if len(row) > max(code_at, text_at)]
    else:
        pairs = [(n, match[1], match[2]) for n, line in enumerate(lines, 1) if (match := _LINE.fullmatch(line))]
    cleaned = [(n, code.strip().upper(), " ".join(_DATES.sub("", wording).split())) for n, code, wording in pairs]
    return [row for row in cleaned if row[2] and (is_reason(row[1]) or RARC.fullmatch(row[1]))]
