"""Rows are the same in every format, exact to the cent, and text of a payer is never a formula."""

import csv
import io
import json
import xml.etree.ElementTree as ET
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from flows.terminal.tables import Format, write_rows
from tests.contracts.test_spreadsheet import RUN

ROWS = [
    {"payer": "=HYPERLINK(1)", "deadline": date(2026, 11, 16), "shortfall": Decimal("1234.50"), "is_open": True},
    {"payer": "ORCHARD [bold]", "deadline": None, "shortfall": Decimal("-0.10"), "is_open": False},
]
COLUMNS = ("payer", "deadline", "shortfall", "is_open")


def written(form: Format, capsys: pytest.CaptureFixture[str]) -> str:
    write_rows(ROWS, COLUMNS, form)
    return capsys.readouterr().out


def test_csv(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(written(Format.CSV, capsys))))
    assert rows[0] == {"payer": "'=HYPERLINK(1)", "deadline": "2026-11-16", "shortfall": "1234.50", "is_open": "true"}
    assert rows[1] == {"payer": "ORCHARD [bold]", "deadline": "", "shortfall": "-0.10", "is_open": "false"}


def test_json_keeps_money_exact_and_text_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(written(Format.JSON, capsys))
    assert rows[0] == {"payer": "=HYPERLINK(1)", "deadline": "2026-11-16", "shortfall": "1234.50", "is_open": True}
    assert rows[1]["deadline"] is None


def test_a_piped_table_is_aligned_and_markup_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    head, first, second = written(Format.TABLE, capsys).splitlines()
    assert head.split() == ["payer", "deadline", "shortfall", "is", "open"]
    assert "1,234.50" in first
    assert second.startswith("ORCHARD [bold]")
    assert first.index("1,234.50") + len("1,234.50") == second.index("-0.10") + len("-0.10")


def test_a_terminal_gets_no_escape_sequence_of_a_stranger(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows([{"payer": "A\x1b[2J\nB"}], ("payer",), Format.TABLE)
    assert r"A\x1b[2J\nB" in capsys.readouterr().out


def test_an_empty_result_still_has_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows([], COLUMNS, Format.CSV)
    assert capsys.readouterr().out == "payer,deadline,shortfall,is_open\n"


def test_xlsx_holds_text_and_numbers_but_no_formula(tmp_path: Path) -> None:
    file = tmp_path / "outbox" / "queue.xlsx"
    write_rows(ROWS, COLUMNS, Format.XLSX, file=file)
    with zipfile.ZipFile(file) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))
        texts = book.read("xl/sharedStrings.xml").decode()
    cells = {cell.get("r"): cell for cell in sheet.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c")}
    assert "=HYPERLINK(1)" in texts
    assert cells["A2"].get("t") == "s"
    assert [child.tag.rpartition("}")[2] for child in cells["A2"]] == ["v"]
    assert cells["C2"][0].text == "1234.50"


@pytest.mark.parametrize("text", RUN)
def test_no_text_is_a_formula_in_any_format(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_rows([{"payer": text}], ("payer",), Format.CSV)
    assert list(csv.reader(io.StringIO(capsys.readouterr().out, newline="")))[1] == [f"'{text}"]
    write_rows([{"payer": text}], ("payer",), Format.XLSX, file=tmp_path / "queue.xlsx")
    assert openpyxl.load_workbook(tmp_path / "queue.xlsx").active["A2"].data_type == "s"
