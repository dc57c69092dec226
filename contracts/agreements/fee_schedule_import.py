"""Converts a payer's fee schedule into one of ours: columns by a declared map, every bad cell named.

Nothing is guessed or dropped without a word: a row is written, or blank, or declared to have no amount, or reported
with its file, row and column; one bad row keeps the whole file out. Rows arrive as exact text: cells of CSV and XLSX
files are read in flows/intake.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from contracts.agreements.fee_schedule import COLUMNS, FeeRow, fee_row, schedule_of
from contracts.agreements.toml_table import Table
from contracts.problems import Problem, Problems

_DOLLARS: Final = re.compile(r"\$?\s?(\d{1,9}|\d{1,3}(?:,\d{3})+)(\.\d{1,2})?")
_ZERO: Final = re.compile(r"0+(\.0+)?")
_US_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_CONDITIONS: Final = ("modifier", "setting", "site", "credential")
_DATES: Final = ("effective_from", "effective_until")


class ScheduleProblems(Problems):
    """The file cannot become a schedule; `problems` holds every bad row of it."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the source: `number` as a spreadsheet shows it, `cells` as exact text, '' where empty."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """A heading whose cells are amounts, and the conditions under which they are paid, such as setting = facility."""

    heading: str
    conditions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where our columns come from: a heading of the source, or one constant for all rows.

    `header_row` holds the headings; rows after `last_row` are left out. A cell of `absent` says that there is no fee;
    without it a zero is refused, because payers write it for "by report" far more often than for "free".
    """

    columns: Mapping[str, str]
    amounts: tuple[AmountColumn, ...]
    constants: Mapping[str, str]
    header_row: int = 1
    last_row: int | None = None
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Imported:
    """The rows of the schedule, and how many rows of the source were blank, left out, or without an amount."""

    rows: tuple[FeeRow, ...]
    blank_count: int
    left_out_count: int
    absent: tuple[str, ...]


def read_map(mapping: Mapping[str, object], file: str) -> ColumnMap:
    """The column map of a TOML file or of flags. Raises ScheduleProblems with all that is wrong with it."""
    problems: list[Problem] = []
    document = Table(mapping, file, "", problems)
    columns, constants = _texts(document, "columns"), _texts(document, "constants")
    amounts = [_amount_column(table) for table in document.tables("amount_column")]
    if "amount" in columns:
        amounts.insert(0, AmountColumn(columns["amount"]))
    if "code" not in columns:
        document.problem("columns", 'is missing code: the heading of the procedure codes, such as code = "CPT"')
    if not amounts:
        document.problem("columns", 'is missing amount: the heading of the fees, such as amount = "Allowed"')
    for key in sorted(set(columns) & set(constants)):
        document.problem("constants", f"and columns both give {key}")
    found = ColumnMap(
        columns={key: heading for key, heading in columns.items() if key != "amount"},
        amounts=tuple(amounts),
        constants=constants,
        header_row=document.count("header_row") if "header_row" in document else 1,
        last_row=document.count("last_row") if "last_row" in document else None,
        absent=frozenset(text.casefold() for text in document.raw_texts("absent")),
    )
    document.finish()
    if problems:
        raise ScheduleProblems(problems)
    return found


def convert(rows: Sequence[SheetRow], columns: ColumnMap, file: str) -> Imported:
    """The fee rows of a source. Raises ScheduleProblems with every bad row, by file, row and column."""
    problems: list[Problem] = []
    header = next((row.cells for row in rows if row.number == columns.header_row), ())
    places = _places(header, columns, file, problems)
    if problems:
        raise ScheduleProblems(problems)
    made: list[FeeRow] = []
    absent: list[str] = []
    blank = left_out = 0
    for row in (row for row in rows if row.number > columns.header_row):
        if columns.last_row is not None and row.number > columns.last_row:
            left_out += 1
        elif not any(cell.strip() for cell in row.cells):
            blank += 1
        elif file.casefold().endswith(".csv") and any(cell.strip() for cell in row.cells[len(header) :]):
            message = "has more fields than there are headings: is an amount written as 1,200 without quotes?"
            problems.append(Problem(file, f"row {row.number}", message))
        else:
            made.extend(_fees(row, columns, places, file, problems, absent))
    if not problems:
        schedule_of(made, file, problems)
    if not made and not problems:
        problems.append(Problem(file, "", "holds no fees"))
    if problems:
        raise ScheduleProblems(problems)
    return Imported(tuple(made), blank, left_out, tuple(absent))


def schedule_text(rows: Sequence[FeeRow]) -> str:
    """The rows as one of our schedule files, with the columns that say something."""
    texts = [
        {
            "code": row.code,
            "modifier": row.modifier or "",
            "setting": "" if row.facility is None else ("facility" if row.facility else "nonfacility"),
            "site": row.site or "",
            "credential": row.credential or "",
            "amount": str(row.amount),
            "further_amount": "" if row.further_amount is None else str(row.further_amount),
            "effective_from": row.effective_from.isoformat() if row.effective_from else "",
            "effective_until": row.effective_until.isoformat() if row.effective_until else "",
        }
        for row in rows
    ]
    used = [name for name in COLUMNS if name in {"code", "amount"} or any(text[name] for text in texts)]
    out = io.StringIO()
    writer = csv.DictWriter(out, used, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(texts)
    return out.getvalue()


def _texts(document: Table, key: str) -> dict[str, str]:
    table = document.table(key)
    if table is None:
        return {}
    found = {}
    for name in table:
        if name not in COLUMNS or (key == "constants" and name in {"code", "amount"}):
            table.problem(name, f"is no column of a schedule; there are: {', '.join(COLUMNS)}")
        else:
            found[name] = table.text(name)
    return found


def _amount_column(table: Table) -> AmountColumn:
    heading = table.text("column")
    conditions = tuple((name, table.text(name)) for name in _CONDITIONS if name in table)
    table.finish()
    return AmountColumn(heading, conditions)


def _places(header: tuple[str, ...], columns: ColumnMap, file: str, problems: list[Problem]) -> dict[str, int]:
    """Heading -> its place in a row."""
    named = [cell.strip().casefold() for cell in header]
    places = {}
    for heading in (*columns.columns.values(), *(each.heading for each in columns.amounts)):
        count = named.count(heading.strip().casefold())
        if count == 1:
            places[heading] = named.index(heading.strip().casefold())
            continue
        listed = ", ".join(f'"{cell.strip()}"' for cell in header if cell.strip()) or "nothing"
        what = f'has no column "{heading}"' if not count else f'has {count} columns "{heading}"'
        problems.append(Problem(file, f"row {columns.header_row}", f"{what}; there are: {listed}"))
    return places


def _fees(
    row: SheetRow,
    columns: ColumnMap,
    places: Mapping[str, int],
    file: str,
    problems: list[Problem],
    absent: list[str],
) -> list[FeeRow]:
    def cell(heading: str) -> str:
        place = places[heading]
        return row.cells[place].strip() if place < len(row.cells) else ""

    texts = {**columns.constants, **{name: cell(heading) for name, heading in columns.columns.items()}}
    texts.update({name: _iso(texts[name]) for name in _DATES if name in texts})
    if "further_amount" in texts:
        further = texts["further_amount"]
        texts["further_amount"] = "" if further.casefold() in columns.absent else _plain(further)
    fees = []
    for amount in columns.amounts:
        text = cell(amount.heading)
        if text.casefold() in columns.absent:
            absent.append(f"row {row.number}, {amount.heading}")
            continue
        fields: dict[str | None, object] = {}
        fields.update(texts)
        fields.update(amount.conditions)
        fields["amount"] = _plain(text)
        headings = {**columns.columns, "amount": amount.heading}
        fee = fee_row(fields, row.number, file, problems, headings)
        fees.append(fee)
        if text and not fee.amount and _ZERO.fullmatch(_plain(text)):
            message = f'is {text}: where that says that there is no fee, list it as absent = ["{text}"]'
            problems.append(Problem(file, f"row {row.number}, {amount.heading}", message))
    return fees


def _plain(text: str) -> str:
    """'$1,234.50' as 1234.50; any other text unchanged, to be refused with its own words."""
    found = _DOLLARS.fullmatch(text)
    return f"{found[1].replace(',', '')}{found[2] or ''}" if found else text


def _iso(text: str) -> str:
    """'1/31/2026' as 2026-01-31; any other text unchanged."""
    found = _US_DATE.fullmatch(text)
    return f"{found[3]}-{int(found[1]):02d}-{int(found[2]):02d}" if found else text
