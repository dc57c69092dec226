"""Writes rows as a table on a terminal, aligned text when piped, CSV, JSON or XLSX; money stays exact."""

import json
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from contracts.codes import cause_label
from contracts.spreadsheet import csv_text, xlsx_bytes
from flows.intake.rejected_files import shown

Row = Mapping[str, Any]
SHEET = "Sheet1"
WIDEST = 60
# What a table shows of the dispute queue.
QUEUE_BRIEF = (
    "rank", "days_left", "deadline", "payer", "agreement", "patient_control_number", "payer_control_number",
    "line_count", "expected_allowed", "actual_allowed", "shortfall", "cause",
    "door",
)  # fmt: skip


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
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(xlsx_bytes(rows, columns, SHEET))
    elif form is Format.CSV:
        sys.stdout.write(csv_text(rows, columns, line_end="\n"))
    elif form is Format.JSON:
        json.dump([{name: plain(row[name]) for name in columns} for row in rows], sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        print_table(rows, brief or columns)


def with_cause_labels(rows: Sequence[Row]) -> list[Row]:
    """The rows with the label of the cause instead of its code."""
    return [{**row, "cause": cause_label(row["cause"])} for row in rows]


def print_table(rows: Sequence[Row], columns: Sequence[str], *, title: str | None = None) -> None:
    """Print a table: drawn by rich on a terminal, aligned text otherwise."""
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


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,}"
    text = shown(str(value))
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"
