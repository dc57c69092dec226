"""The one writer of CSV and XLSX: no text is run as a formula, numbers stay numbers, and nothing is lost."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest

from contracts.spreadsheet import as_text, csv_text, xlsx_bytes

RUN = (
    "=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1+1", "   +1", " -1", " @A1", "\u00a0=1", " \t=1",
    '=HYPERLINK("http://x.example")', "-", "=",
)  # fmt: skip
HARMLESS = ("", " ", "1=1", "CO-45", "SMITH, J.", "a\t=1", "'=1", "1\n=1", "97110")
INSTANT = datetime(2026, 1, 31, 4, 5, 6, tzinfo=UTC).replace(tzinfo=None)
NEGATIVE = {"money": Decimal("-31.40"), "count": -3, "share": -0.5, "none": None, "is_open": False}


def cells_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def sheet_of(rows: list, columns: list):
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(rows, columns, "Rows"))).active


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_would_run_is_text_in_both(text: str) -> None:
    assert cells_of(csv_text([{"a": text}], ["a"])) == [["a"], [f"'{text}"]]
    cell = sheet_of([{"a": text}], ["a"])["A2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)


@pytest.mark.parametrize("text", RUN)
def test_a_column_name_is_text_too(text: str) -> None:
    assert cells_of(csv_text([], [text])) == [[f"'{text}"]]
    assert sheet_of([], [text])["A1"].data_type == "s"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert as_text(text) == text
    assert cells_of(csv_text([{"a": text, "b": "x"}], ["a", "b"]))[1][0] == text


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
def test_a_line_break_in_a_text_begins_no_row(line_end: str, line_break: str) -> None:
    text = csv_text([{"a": f"1{line_break}=1", "b": "x"}], ["a", "b"], line_end=line_end)
    assert text == f'a,b{line_end}"1{line_break}=1",x{line_end}'


def test_negative_numbers_stay_numbers() -> None:
    columns = list(NEGATIVE)
    assert csv_text([NEGATIVE], columns).splitlines()[1] == "-31.40,-3,-0.5,,false"
    cells = sheet_of([NEGATIVE], columns)[2]
    assert [cell.value for cell in cells] == [-31.4, -3, -0.5, None, False]
    assert [cell.data_type for cell in cells] == ["n", "n", "n", "n", "b"]


def test_days_are_days_and_what_a_sheet_cannot_hold_is_text() -> None:
    row = {
        "day": date(2026, 1, 31), "at": INSTANT, "zone": datetime(2026, 1, 31, tzinfo=UTC),
        "infinite": float("-inf"), "list": ["=1"],
    }  # fmt: skip
    columns = list(row)
    shown = cells_of(csv_text([row], columns))[1]
    assert shown == ["2026-01-31", "2026-01-31 04:05:06", "2026-01-31 00:00:00+00:00", "-inf", "['=1']"]
    cells = sheet_of([row], columns)[2]
    assert [cell.data_type for cell in cells] == ["d", "d", "s", "s", "s"]
    assert cells[1].value == INSTANT


def test_an_absent_column_is_a_fault() -> None:
    for write in (lambda: csv_text([{"a": 1}], ["b"]), lambda: xlsx_bytes([{"a": 1}], ["b"], "Rows")):
        with pytest.raises(KeyError):
            write()


def test_the_same_rows_make_the_same_workbook() -> None:
    once, again = (xlsx_bytes([NEGATIVE], list(NEGATIVE), "Rows", made_on=date(2026, 1, 31)) for _ in range(2))
    assert once == again
