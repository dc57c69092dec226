"""Reads CSV and XLSX files into rows of exact text, the way a person sees the numbers of the cells."""

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from contracts.agreements.fee_schedule_import import ScheduleProblems, SheetRow
from contracts.problems import Problem

MIDNIGHT = time()


def read_rows(path: Path, sheet: str | None = None) -> list[SheetRow]:
    """Every row of the file; `sheet` names one of a workbook with several. Raises ScheduleProblems."""
    if path.suffix.lower() == ".xlsx":
        return _workbook(path, sheet)
    if path.suffix.lower() == ".csv":
        return _csv(path)
    raise ScheduleProblems([Problem(path.name, "", "is neither .csv nor .xlsx: save it as one of these")])


def _csv(path: Path) -> list[SheetRow]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScheduleProblems([Problem(path.name, "", "is not UTF-8 text: save it as CSV UTF-8")]) from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return [SheetRow(reader.line_num, tuple(cells)) for cells in reader]
    except csv.Error as error:
        raise ScheduleProblems([Problem(path.name, f"row {reader.line_num}", f"is no CSV: {error}")]) from None


def _workbook(path: Path, sheet: str | None) -> list[SheetRow]:
    import openpyxl  # noqa: PLC0415 -- only this format needs it
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    try:
        formulas, values = (openpyxl.load_workbook(path, data_only=computed) for computed in (False, True))
    except Exception as error:  # noqa: BLE001 -- openpyxl raises whatever the broken part raised
        why = f"is no readable workbook ({type(error).__name__}): save it again as .xlsx, without a password"
        raise ScheduleProblems([Problem(path.name, "", why)]) from None
    names = values.sheetnames
    if sheet is None and len(names) > 1:
        raise ScheduleProblems(
            [Problem(path.name, "", f"has several sheets, name one with --sheet: {', '.join(names)}")]
        )
    if sheet is not None and sheet not in names:
        raise ScheduleProblems([Problem(path.name, "", f'has no sheet "{sheet}"; there are: {", ".join(names)}')])
    problems: list[Problem] = []
    rows = []
    pairs = zip(formulas[sheet or names[0]].iter_rows(), values[sheet or names[0]].iter_rows(), strict=True)
    for number, (written, computed) in enumerate(pairs, 1):
        texts = []
        for place, (formula, cell) in enumerate(zip(written, computed, strict=True), 1):
            text = _text(cell.value)
            if text is None or (formula.data_type == "f" and cell.value is None):
                what = (
                    "a formula without a value: open and save it in a spreadsheet" if text == "" else "no plain value"
                )
                problems.append(Problem(path.name, f"row {number}, column {get_column_letter(place)}", f"holds {what}"))
            texts.append(text or "")
        rows.append(SheetRow(number, tuple(texts)))
    if problems:
        raise ScheduleProblems(problems)
    return rows


def _text(value: object) -> str | None:
    """A cell as text: 28.4 is '28.4', 97110.0 is '97110', a day is 2026-01-31; None for any other kind of value."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        # The shortest text that reads back as the same number is the one that was typed.
        exact = Decimal(repr(value))
        return format(exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact, "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == MIDNIGHT else value.isoformat()
    return value.isoformat() if isinstance(value, date) else None
