"""Rows as CSV and XLSX: every list, export and letter is written here. No text of a payer is ever run as a formula.

Money, counts and days stay numbers and days, negative ones too. Only text is guarded, and column names are text.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from numbers import Number, Real
from typing import Any, Final

EXCEL_MARK: Final = "\ufeff"
"""Put before CSV in UTF-8 so that Excel reads it as such."""

# Blanks before the sign do not help: a spreadsheet that trims the cell runs it all the same.
_RUNS: Final = re.compile(r"\s*[=+\-@\t\r\n]")
# csv.writer quotes a line break only if it is part of its own line end; an unquoted one would begin a row.
_BOTH: Final = "\r\n"


class _Lines(list[str]):
    """What csv.writer writes, a line an item."""

    write = list.append


def as_text(text: str) -> str:
    """A text as CSV carries it: behind an apostrophe where a spreadsheet would run it."""
    return f"'{text}" if _RUNS.match(text) else text


def csv_text(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], *, line_end: str = "\r\n") -> str:
    """CSV with a line of column names; days as 2026-01-31, absent values as nothing. KeyError for an absent column."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator=_BOTH)
    writer.writerow(map(as_text, columns))
    for row in rows:
        writer.writerow([_csv_cell(row[name]) for name in columns])
    return "".join(line.removesuffix(_BOTH) + line_end for line in lines)


def xlsx_bytes(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], title: str, *, made_on: date | None = None
) -> bytes:
    """A workbook with one sheet, ready to print; with `made_on` the same rows give the same bytes."""
    import xlsxwriter  # noqa: PLC0415 -- only this format needs it

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        if made_on is not None:
            workbook.set_properties({"title": title, "created": datetime.combine(made_on, time())})
        sheet = workbook.add_worksheet(title)
        forms = {
            "money": workbook.add_format({"num_format": "#,##0.00"}),
            "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
            "instant": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        heading = workbook.add_format({"bold": True, "bottom": 1})
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name, heading)
        for line, row in enumerate(rows, 1):
            for place, name in enumerate(columns):
                _write(sheet, line, place, row[name], forms)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), max(len(columns) - 1, 0))
        sheet.autofit()
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return out.getvalue()


def _csv_cell(value: object) -> object:
    if isinstance(value, bool):
        return str(value).lower()
    if value is None or isinstance(value, Number | date):
        return value
    return as_text(str(value))


def _write(sheet: Any, line: int, place: int, value: object, forms: Mapping[str, Any]) -> None:  # noqa: ANN401 -- xlsxwriter has no types
    match value:
        case None:
            return
        case bool():
            sheet.write_boolean(line, place, value)
        case Decimal():
            sheet.write_number(line, place, value, forms["money"])
        case Real() if isfinite(value):
            sheet.write_number(line, place, value)
        case datetime() if value.tzinfo is None:
            sheet.write_datetime(line, place, value, forms["instant"])
        case date() if not isinstance(value, datetime):
            sheet.write_datetime(line, place, value, forms["day"])
        case _:
            sheet.write_string(line, place, str(value))
