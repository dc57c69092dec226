"""Rows as CSV and XLSX. Remittances are written by strangers: no text of theirs is ever run as a formula."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_text(text: str) -> str:
    """A text that no spreadsheet runs, also behind leading blanks."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text


def csv_bytes(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads it as such."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in columns])
    return ("\ufeff" + out.getvalue()).encode()


def xlsx_bytes(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], title: str) -> bytes:
    """A workbook with one sheet: money and days as such, everything else as text, never as a formula or a link."""
    import xlsxwriter  # noqa: PLC0415 -- only this format needs it

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        money = workbook.add_format({"num_format": "#,##0.00"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, columns, workbook.add_format({"bold": True}))
        for line, row in enumerate(rows, 1):
            for place, name in enumerate(columns):
                value = row[name]
                if value is None:
                    continue
                if isinstance(value, bool):
                    sheet.write_boolean(line, place, value)
                elif isinstance(value, Decimal):
                    sheet.write_number(line, place, value, money)
                elif isinstance(value, int):
                    sheet.write_number(line, place, value)
                elif isinstance(value, date) and not isinstance(value, datetime):
                    sheet.write_datetime(line, place, value, day)
                else:
                    sheet.write_string(line, place, str(value))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), max(len(columns) - 1, 0))
        sheet.autofit()
    return out.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    return as_text(value) if isinstance(value, str) else value
