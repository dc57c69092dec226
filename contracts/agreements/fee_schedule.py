"""Fee schedules: dollars per unit by code, conditions and date, read from CSV text to the cent.

Columns: code, modifier, setting, site, credential, amount, further_amount, effective_from, effective_until. `code` and
`amount` are required; `further_amount` pays each unit of the code after the first of the patient's day. A blank
condition means any, blank dates mean open, and effective_until is the last day in force. The row with most conditions
wins, among equals the one that begins last. Two amounts for one code, the same conditions and one day are refused when
loading: which of them applies is for the contract to say, not for the order of rows.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Final

from contracts.money import NOTHING, read_amount
from contracts.problems import Problem

COLUMNS: Final = (
    *("code", "modifier", "setting", "site", "credential"),
    *("amount", "further_amount", "effective_from", "effective_until"),
)
REQUIRED: Final = ("code", "amount")
SETTINGS: Final = {"facility": True, "nonfacility": False}
CODE: Final = re.compile(r"[0-9A-Z]{5}")
MODIFIER: Final = re.compile(r"[0-9A-Z]{2}")
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_MORE_FIELDS: Final = "has more fields than there are columns: is an amount written as 1,200?"


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One row: dollars a unit from `effective_from` to `effective_until` (both included, None = open).

    `further_amount` is for each unit after the first of the day; None: like the first.

    `number` is the line of the file as an editor counts it. `modifier`, `facility` (the setting), `site` (a key of
    shortpay.toml) and `credential` are conditions; None holds for any.
    """

    code: str
    modifier: str | None
    amount: Decimal
    effective_from: date | None
    effective_until: date | None
    number: int
    facility: bool | None = None
    site: str | None = None
    credential: str | None = None
    further_amount: Decimal | None = None

    def in_force(self, on: date) -> bool:
        return (self.effective_from or date.min) <= on <= (self.effective_until or date.max)

    @property
    def conditions(self) -> tuple[str | bool | None, ...]:
        return (self.modifier, self.facility, self.site, self.credential)

    @property
    def rank(self) -> tuple[int, date]:
        """Of the rows that hold for a line, the one with the highest rank prices it."""
        return sum(each is not None for each in self.conditions), self.effective_from or date.min

    def holds(self, modifiers: tuple[str, ...], place: "Place") -> bool:
        return (
            (self.modifier is None or self.modifier in modifiers)
            and (self.facility is None or self.facility == place.facility)
            and (self.site is None or self.site == place.site)
            and (self.credential is None or self.credential == place.credential)
        )

    def __str__(self) -> str:
        setting = [name for name, facility in SETTINGS.items() if facility == self.facility]
        asked = ", ".join(each for each in (self.modifier, *setting, self.site, self.credential) if each)
        return f"{self.code} with {asked}" if asked else self.code


@dataclass(frozen=True, slots=True)
class Place:
    """Where and by whom a line was furnished: what a row of a schedule may depend on."""

    facility: bool = False
    site: str | None = None
    credential: str | None = None


ANYWHERE: Final = Place()


@dataclass(frozen=True, slots=True)
class FeeSchedule:
    """All rows of one file, by code."""

    file: str
    rows: tuple[FeeRow, ...]
    by_code: Mapping[str, tuple[FeeRow, ...]] = field(repr=False, compare=False)

    def find(self, code: str, modifiers: tuple[str, ...], on: date, place: Place = ANYWHERE) -> tuple[FeeRow, ...]:
        """The most specific rows for this line, of them the latest.

        Empty: no rate. More than one, with different amounts: the schedule does not settle this combination.
        """
        fitting = [row for row in self.by_code.get(code, ()) if row.in_force(on) and row.holds(modifiers, place)]
        best = max((row.rank for row in fitting), default=None)
        return tuple(row for row in fitting if row.rank == best)

    @property
    def asks_setting(self) -> bool:
        return any(row.facility is not None for row in self.rows)

    @property
    def asks_site(self) -> bool:
        return any(row.site is not None for row in self.rows)

    @property
    def asks_credential(self) -> bool:
        return any(row.credential is not None for row in self.rows)

    @property
    def has_further_units(self) -> bool:
        """Whether further units of a code are paid another amount than the first of the day."""
        return any(row.further_amount is not None for row in self.rows)

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
            fee_row(fields, reader.line_num, path.name, problems)
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
    return schedule_of(rows, path.name, problems)


def schedule_of(rows: Sequence[FeeRow], file: str, problems: list[Problem]) -> FeeSchedule | None:
    """The schedule these rows make, or None with every contradiction among them added to `problems`."""
    before = len(problems)
    by_code: dict[str, list[FeeRow]] = defaultdict(list)
    alike: dict[tuple[object, ...], list[FeeRow]] = defaultdict(list)
    for row in rows:
        by_code[row.code].append(row)
        alike[row.code, row.conditions].append(row)
    for same in alike.values():
        _refuse_overlaps(same, file, problems)
    if len(problems) > before:
        return None
    return FeeSchedule(file, tuple(rows), {code: tuple(same) for code, same in by_code.items()})


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


def fee_row(
    fields: Mapping[str | None, object],
    number: int,
    file: str,
    problems: list[Problem],
    headings: Mapping[str, str] | None = None,
) -> FeeRow:
    """A row from its texts by column; what is wrong is added to `problems`, under `headings` where they differ."""

    def text(name: str) -> str:
        return str(fields.get(name) or "").strip()

    if None in fields:
        problems.append(Problem(file, f"row {number}", _MORE_FIELDS))
    code, modifier, amount = text("code").upper(), text("modifier").upper(), read_amount(text("amount"))
    further = read_amount(text("further_amount"))
    begins, ends, setting = _date(text("effective_from")), _date(text("effective_until")), text("setting").lower()
    for name, is_right, meaning in (
        ("code", CODE.fullmatch(code), "a procedure code of five characters"),
        ("modifier", not modifier or MODIFIER.fullmatch(modifier), "one modifier of two characters"),
        ("amount", amount is not None, "dollars and cents such as 28.40"),
        ("further_amount", further is not None or not text("further_amount"), "dollars and cents such as 21.30"),
        ("effective_from", begins or not text("effective_from"), "a date such as 2026-01-31"),
        ("effective_until", ends or not text("effective_until"), "a date such as 2026-01-31"),
        ("setting", not setting or setting in SETTINGS, "facility or nonfacility"),
    ):
        if not is_right:
            heading = (headings or {}).get(name, name)
            problems.append(Problem(file, f"row {number}, {heading}", f'must be {meaning}, not "{text(name)}"'))
    if begins and ends and ends < begins:
        problems.append(Problem(file, f"row {number}", f"ends on {ends}, before it begins on {begins}"))
    return FeeRow(
        code=code,
        modifier=modifier or None,
        amount=NOTHING if amount is None else amount,
        effective_from=begins,
        effective_until=ends,
        number=number,
        facility=SETTINGS.get(setting),
        site=text("site") or None,
        credential=text("credential") or None,
        further_amount=further,
    )


def _date(text: str) -> date | None:
    # fromisoformat alone also takes 20260131 and 2026-W05-6, and a typing error must not become another day.
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
            message = f"{second} has {second.amount} here and {first.amount} in row {first.number} for the same days"
            problems.append(Problem(file, f"row {second.number}", message))
