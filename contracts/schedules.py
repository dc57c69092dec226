"""Fee schedules: dollars per unit by code, modifier and date, read from CSV text to the cent.

Columns: code, modifier, amount, effective_from, effective_until. `code` and `amount` are required; a blank modifier
means any, blank dates mean open, and effective_until is the last day in force. Two amounts for one code, modifier and
day are refused when loading: which of them applies is for the contract to say, not for the order of rows.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Final

from contracts.money import NOTHING, read_amount
from contracts.problems import Problem

COLUMNS: Final = ("code", "modifier", "amount", "effective_from", "effective_until")
REQUIRED: Final = ("code", "amount")
CODE: Final = re.compile(r"[0-9A-Z]{5}")
MODIFIER: Final = re.compile(r"[0-9A-Z]{2}")
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One row: dollars a unit from `effective_from` to `effective_until` (both included, None = open).

    `number` is the line of the file as an editor counts it.
    """

    code: str
    modifier: str | None
    amount: Decimal
    effective_from: date | None
    effective_until: date | None
    number: int

    def in_force(self, on: date) -> bool:
        return (self.effective_from or date.min) <= on <= (self.effective_until or date.max)


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """All rows of one file, by (code, modifier)."""

    file: str
    rows: tuple[FeeRow, ...]
    by_code: Mapping[tuple[str, str | None], tuple[FeeRow, ...]] = field(repr=False, compare=False)

    def find(self, code: str, modifiers: tuple[str, ...], on: date) -> tuple[FeeRow, ...]:
        """The rows for this line: those of its modifiers if there are any, being more specific, else its code's.

        Empty: no rate. More than one, with different amounts: the schedule does not settle this combination.
        """
        specific = [row for modifier in modifiers for row in self.by_code.get((code, modifier), ()) if row.in_force(on)]
        return tuple(specific) or tuple(row for row in self.by_code.get((code, None), ()) if row.in_force(on))

    def breaks(self) -> frozenset[date]:
        """Days on which some fee begins, or is no longer in force."""
        begins = {row.effective_from for row in self.rows if row.effective_from}
        ended = {day_after(row.effective_until) for row in self.rows if row.effective_until}
        return frozenset(begins | ended)


def day_after(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


def read_schedule(path: Path, problems: list[Problem]) -> FeeSchedule | None:
    """The schedule at `path`, or None with everything that is wrong added to `problems`."""
    before = len(problems)
    try:
        # Excel marks its UTF-8 files with a byte order mark, which would become part of the first column's name.
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(path.name, "", "is not UTF-8 text: save it as CSV UTF-8"))
        return None
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if not _header_fits(tuple(reader.fieldnames or ()), path.name, problems):
            return None
        rows = [
            _row(fields, reader.line_num, path.name, problems)
            for fields in reader
            if any(isinstance(value, str) and value.strip() for value in fields.values())
        ]
    except csv.Error as error:
        problems.append(Problem(path.name, f"row {reader.line_num}", f"is no CSV: {error}"))
        return None
    if not rows and len(problems) == before:
        problems.append(Problem(path.name, "", "holds no fees"))
    if len(problems) > before:
        return None
    by_code: dict[tuple[str, str | None], list[FeeRow]] = defaultdict(list)
    for row in rows:
        by_code[row.code, row.modifier].append(row)
    for same in by_code.values():
        _refuse_overlaps(same, path.name, problems)
    if len(problems) > before:
        return None
    return FeeSchedule(path.name, tuple(rows), {key: tuple(same) for key, same in by_code.items()})


def _header_fits(names: tuple[str, ...], file: str, problems: list[Problem]) -> bool:
    unknown = [name for name in names if name not in COLUMNS]
    missing = [name for name in REQUIRED if name not in names]
    twice = sorted({name for name in names if names.count(name) > 1})
    message = "; ".join(
        text
        for listed, text in (
            (unknown, f"unknown columns {', '.join(map(repr, unknown))}"),
            (missing, f"missing columns {', '.join(missing)}"),
            (twice, f"repeated columns {', '.join(twice)}"),
        )
        if listed
    )
    if message:
        problems.append(Problem(file, "row 1", f"{message}; the columns are {', '.join(COLUMNS)}"))
    return not message


def _row(fields: Mapping[str | None, object], number: int, file: str, problems: list[Problem]) -> FeeRow:
    place = f"row {number}"

    def text(name: str) -> str:
        return str(fields.get(name) or "").strip()

    def wrong(name: str, meaning: str) -> None:
        problems.append(Problem(file, f"{place}, {name}", f'must be {meaning}, not "{text(name)}"'))

    if None in fields:
        problems.append(Problem(file, place, "has more fields than there are columns: is an amount written as 1,200?"))
    code, modifier, amount = text("code").upper(), text("modifier").upper(), read_amount(text("amount"))
    if not CODE.fullmatch(code):
        wrong("code", "a procedure code of five characters")
    if modifier and not MODIFIER.fullmatch(modifier):
        wrong("modifier", "one modifier of two characters")
    if amount is None:
        wrong("amount", "dollars and cents such as 28.40")
    begins, ends = _date(text("effective_from")), _date(text("effective_until"))
    if text("effective_from") and begins is None:
        wrong("effective_from", "a date such as 2026-01-31")
    if text("effective_until") and ends is None:
        wrong("effective_until", "a date such as 2026-01-31")
    if begins and ends and ends < begins:
        problems.append(Problem(file, place, f"ends on {ends}, before it begins on {begins}"))
    return FeeRow(code, modifier or None, NOTHING if amount is None else amount, begins, ends, number)


def _date(text: str) -> date | None:
    # fromisoformat alone also takes 20260131 and 2026-W05-6, and a slip of the pen should not become another day.
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _refuse_overlaps(same: list[FeeRow], file: str, problems: list[Problem]) -> None:
    for earlier, later in pairwise(sorted(same, key=lambda row: row.effective_from or date.min)):
        if (later.effective_from or date.min) <= (earlier.effective_until or date.max):
            first, second = sorted((earlier, later), key=lambda row: row.number)
            name = second.code + (f" with modifier {second.modifier}" if second.modifier else "")
            problems.append(
                Problem(
                    file,
                    f"row {second.number}",
                    f"{name} has {second.amount} here and {first.amount} in row {first.number} for the same days",
                )
            )
