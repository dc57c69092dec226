"""Rows for people and programs: rich on a terminal, aligned text when piped, CSV, JSON, XLSX; money stays exact.

Text that a spreadsheet would run as a formula is written as text: remittances are written by strangers.
"""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.intake.rejected_files import shown

Row = Mapping[str, Any]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60


class Format(StrEnum):
    """How rows are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"


def write_rows(
    rows: Sequence[Row], columns: Sequence[str], form: Format, *, brief: Sequence[str] = (), file: Path | None = None
) -> None:
    """Write rows to standard output, an XLSX to `file`. `brief` are the columns a table shows, all if ()."""
    if form is Format.XLSX:
        assert file is not None, "the caller names the workbook"
        _write_xlsx(rows, columns, file)
    elif form is Format.CSV:
        _write_csv(rows, columns, sys.stdout)
    elif form is Format.JSON:
        json.dump([{name: plain(row[name]) for name in columns} for row in rows], sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        print_table(rows, brief or columns)


def print_table(rows: Sequence[Row], columns: Sequence[str], *, title: str | None = None) -> None:
    """A table for a person: drawn by rich on a terminal, aligned text otherwise."""
    numeric = {name for name in columns if any(isinstance(row[name], int | Decimal) for row in rows)}
    cells = [[_cell(row[name]) for name in columns] for row in rows]
    heads = [name.replace("_", " ") for name in columns]
    if sys.stdout.isatty():
        table = Table(title=title, title_justify="left", header_style="bold")
        for name, head in zip(columns, heads, strict=True):
            table.add_column(head, justify="right" if name in numeric else "left")
        for row in cells:
            table.add_row(*map(Text, row))
        Console().print(table)
        return
    if title:
        print(title)
    widths = [max(len(row[place]) for row in [heads, *cells]) for place in range(len(columns))]
    for row in [heads, *cells]:
        aligned = (
            cell.rjust(width) if name in numeric else cell.ljust(width)
            for name, cell, width in zip(columns, row, widths, strict=True)
        )
        print("  ".join(aligned).rstrip())


def plain(value: object) -> object:
    """A value as JSON carries it: money and days as text, so that nothing is rounded on the way."""
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value)


def as_text(text: str) -> str:
    """A text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,}"
    text = shown(str(value))
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


def _csv_cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return as_text(value) if isinstance(value, str) else value


def _write_csv(rows: Sequence[Row], columns: Sequence[str], out: IO[str]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        values = (row[name] for name in columns)
        writer.writerow(_csv_cell(value) for value in values)


def _write_xlsx(rows: Sequence[Row], columns: Sequence[str], file: Path) -> None:
    import xlsxwriter  # noqa: PLC0415 -- only this format needs it

    file.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(file)) as workbook:
        sheet = workbook.add_worksheet()
        money = workbook.add_format({"num_format": "#,##0.00"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, columns, workbook.add_format({"bold": True}))
        for line, row in enumerate(rows, 1):
            for place, name in enumerate(columns):
                value = row[name]
                if isinstance(value, bool) or value is None:
                    sheet.write(line, place, value)
                elif isinstance(value, Decimal):
                    sheet.write_number(line, place, value, money)
                elif isinstance(value, int):
                    sheet.write_number(line, place, value)
                elif isinstance(value, date):
                    sheet.write_datetime(line, place, value, day)
                else:
                    sheet.write_string(line, place, str(value))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), max(len(columns) - 1, 0))
        sheet.autofit()
