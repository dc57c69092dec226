"""`contracts import` and `contracts backtest` on the command line."""

import csv
import datetime as dt
import json
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from contracts.agreements.fee_schedule_import import ScheduleProblems
from flows.cli import app
from flows.intake.spreadsheets import read_rows
from tests.warehouse.conftest import fixtures_night

MAPPED = ["--map", "code=CPT", "--map", "amount=Allowed", "--constant", "effective_from=2026-01-01"]


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def run(space: Path, *arguments: str) -> tuple[int, str, BaseException | None]:
    result = CliRunner().invoke(app, ["--workspace", str(space), "contracts", *arguments])
    return result.exit_code, result.output, result.exception


def test_cells_are_read_as_the_text_that_was_typed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", (97110.0, 28.4, "33.90", dt.date(2026, 1, 1), None, True, 33.945))
    [row] = read_rows(path)
    assert row.cells == ("97110", "28.4", "33.90", "2026-01-01", "", "TRUE", "33.945")


def test_a_formula_without_a_value_is_refused_with_its_cell(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ("CPT", "Allowed"), (97110, "=A2*2"))
    with pytest.raises(ScheduleProblems, match=r"a.xlsx: row 2, column B: holds a formula without a value"):
        read_rows(path)


def test_a_workbook_with_several_sheets_asks_for_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Therapy")["A1"] = "CPT"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(ScheduleProblems, match="name one with --sheet: Sheet, Therapy"):
        read_rows(tmp_path / "a.xlsx")
    assert read_rows(tmp_path / "a.xlsx", "Therapy")[0].cells == ("CPT",)


@pytest.mark.parametrize("name", ["fees.pdf", "fees.xlsx"])
def test_a_file_that_is_no_spreadsheet_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK not really")
    with pytest.raises(ScheduleProblems, match=name):
        read_rows(tmp_path / name)


def test_a_payers_workbook_becomes_a_schedule(tmp_path: Path) -> None:
    path = workbook(tmp_path / "payer.xlsx", ("CPT", "Allowed"), (97110, 33.94), ("97140", "$28.00"))
    (tmp_path / "schedules").mkdir()
    code, said, error = run(tmp_path, "import", str(path), "--into", "cedar.csv", *MAPPED)
    assert (code, error) == (0, None)
    assert "2 fees from payer.xlsx" in said
    written = (tmp_path / "schedules" / "cedar.csv").read_text()
    assert written == "code,amount,effective_from\n97110,33.94,2026-01-01\n97140,28.00,2026-01-01\n"
    code, _, error = run(tmp_path, "import", str(path), "--into", "cedar.csv", *MAPPED)
    assert code == 1
    assert "is there already" in str(error)
    assert run(tmp_path, "import", str(path), "--into", "cedar.csv", "--replace", *MAPPED)[0] == 0


def test_a_bad_row_keeps_the_file_out(tmp_path: Path) -> None:
    path = tmp_path / "payer.csv"
    path.write_text("CPT,Allowed\n97110,33.94\n97140,n/a\n")
    (tmp_path / "schedules").mkdir()
    code, _, error = run(tmp_path, "import", str(path), "--into", "cedar.csv", *MAPPED)
    assert code == 1
    assert str(error) == 'payer.csv: row 3, Allowed: must be dollars and cents such as 28.40, not "n/a"'
    assert list((tmp_path / "schedules").iterdir()) == []


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fixtures_night(tmp_path_factory).root


def test_a_backtest_says_how_much_the_terms_explain(office: Path) -> None:
    code, said, error = run(office, "backtest", "orchard_ppo")
    assert (code, error) == (0, None)
    assert "lines or visits on file" in said
    assert "By code" in said
    assert "By month" in said
    code, said, _ = run(office, "backtest", "orchard_ppo", "--format", "json")
    rows = json.loads(said)
    assert rows[0]["part"] == "all"
    assert rows[0]["lines"] == sum(row["lines"] for row in rows if row["part"] == "code")
    code, said, _ = run(office, "backtest", "orchard_ppo", "--format", "csv")
    assert [row["part"] for row in csv.DictReader(said.splitlines())] == [row["part"] for row in rows]


def test_a_backtest_by_the_visit(office: Path) -> None:
    code, said, error = run(office, "backtest", "willow_visit")
    assert (code, error) == (0, None)
    assert "visit " in said


def test_a_backtest_of_another_agreement_names_those_there_are(office: Path) -> None:
    code, _, error = run(office, "backtest", "nobody")
    assert code == 1
    assert "orchard_ppo" in str(error)
