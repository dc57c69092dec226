"""The commands on a published night, on an empty result, and on a mistake."""

import csv
import io
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from flows.errors import BUSY, FAILED, WRONG_INPUT
from flows.lock import only_one
from tests.flows.conftest import Run


def test_init_makes_a_workspace_that_passes_its_own_check(tmp_path: Path, run: Run) -> None:
    place = tmp_path / "new"
    code, out, _ = run("init", place)
    assert code == 0
    assert str(place / "shortpay.toml") in out
    code, out, _ = run("--workspace", place, "contracts", "check")
    assert code == 0
    assert "8 agreements, nothing wrong with them." in out


def test_init_overwrites_nothing(workspace: Path, run: Run) -> None:
    (workspace / "shortpay.toml").write_text("mine")
    code, _, err = run("init", workspace)
    assert (code, "nothing was written" in err) == (WRONG_INPUT, True)
    assert (workspace / "shortpay.toml").read_text() == "mine"


def test_contracts_check_lists_all_problems_at_once(workspace: Path, run: Run) -> None:
    (workspace / "agreements" / "a.toml").write_text('id = "BAD ID"\n')
    (workspace / "agreements" / "b.toml").write_text("[[terms]\n")
    code, _, err = run("contracts", "check", "--workspace", workspace)
    assert code == WRONG_INPUT
    assert "a.toml: id:" in err
    assert "b.toml:" in err
    assert "Traceback" not in err


def test_queue_as_table_csv_and_json(night_place: Path, run: Run) -> None:
    code, table, _ = run("--workspace", night_place, "queue")
    _, text, _ = run("queue", "--format", "csv", "--workspace", night_place)
    _, document, _ = run("queue", "--format", "json", "--workspace", night_place)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert code == 0
    assert [row["rank"] for row in rows] == [str(rank) for rank in range(1, len(rows) + 1)]
    assert [row["dispute_id"] for row in json.loads(document)] == [row["dispute_id"] for row in rows]
    assert len(table.splitlines()) == len(rows) + 1
    assert [int(row["days_left"]) for row in rows] == sorted(int(row["days_left"]) for row in rows)


def test_queue_of_one_payer_and_of_another_day(night_place: Path, run: Run) -> None:
    _, everything, _ = run("queue", "--format", "csv", "--workspace", night_place)
    first = next(csv.DictReader(io.StringIO(everything)))
    _, text, _ = run("queue", "--format", "csv", "--payer", first["payer"], "--workspace", night_place)
    assert {row["payer"] for row in csv.DictReader(io.StringIO(text))} == {first["payer"]}
    code, _, err = run("queue", "--as-of", "2199-01-01", "--workspace", night_place)
    assert (code, "No dispute is open." in err) == (0, True)


def test_queue_as_workbook_goes_to_the_outbox(night_place: Path, tmp_path: Path, run: Run) -> None:
    code, out, _ = run("queue", "--format", "xlsx", "--workspace", night_place)
    assert code == 0
    assert Path(out.strip()).parent == night_place / "outbox"
    assert Path(out.strip()).read_bytes()[:2] == b"PK"


def test_explain_ends_at_the_amount_of_the_queue(night_place: Path, run: Run) -> None:
    _, text, _ = run("queue", "--format", "csv", "--workspace", night_place)
    row = next(csv.DictReader(io.StringIO(text)))
    code, out, _ = run("explain", row["patient_control_number"], "--workspace", night_place)
    assert code == 0
    assert f"Short {row['shortfall']} on " in out
    assert "source: " in out
    code, one_line, _ = run("explain", row["payer_control_number"], "1", "--workspace", night_place)
    assert code == 0
    assert "Line 1:" in one_line
    assert "Line 2:" not in one_line


def test_explain_of_an_unknown_claim(night_place: Path, run: Run) -> None:
    code, _, err = run("explain", "NOBODY", "--workspace", night_place)
    assert (code, "There is no claim NOBODY" in err) == (WRONG_INPUT, True)


def test_check_passes_on_a_night(night_place: Path, run: Run) -> None:
    code, out, _ = run("check", "--workspace", night_place)
    assert code == 0
    assert out.count("ok  ") >= 5


def test_check_fails_when_something_is_off(night_place: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from warehouse import integrity

    off = integrity.Verdict("planted", "A planted check.", 2, ("a.835 segment 7",))
    monkeypatch.setattr(integrity, "prove", lambda _con: (off,))
    code, out, _ = run("check", "--workspace", night_place)
    assert code == FAILED
    assert "OFF  A planted check.\n       a.835 segment 7\n       ... and 1 more\n" in out


def test_sql_reads_and_never_writes(night_place: Path, run: Run) -> None:
    code, out, _ = run(
        "sql", "select count(*) as n, 1.50 as a, 2 as a from file_log", "--format", "csv", "-w", night_place
    )
    assert code == 0
    assert out.splitlines()[0] == "n,a,a_1"
    code, _, err = run("sql", "create table x (a integer)", "-w", night_place)
    assert (code, "read-only" in err) == (WRONG_INPUT, True)
    code, _, err = run("sql", "selekt", "-w", night_place)
    assert (code, "Parser Error" in err) == (WRONG_INPUT, True)


@pytest.mark.parametrize(
    "query",
    [
        "copy (select 1) to '{file}'",
        "select * from read_csv('{settings}')",
        "attach '{file}' as other",
        "export database '{file}'",
        "install httpfs",
        "load '{file}'",
        "set enable_external_access = true",
    ],
)
def test_sql_reaches_no_file_and_no_network(night_place: Path, run: Run, tmp_path: Path, query: str) -> None:
    file, settings = tmp_path / "taken", night_place / "shortpay.toml"
    code, out, err = run("sql", query.format(file=file, settings=settings), "-w", night_place)
    assert (code, out, "Traceback" in err) == (WRONG_INPUT, "", False)
    assert not file.exists()


def test_before_the_first_night_a_message_says_what_to_run(workspace: Path, run: Run) -> None:
    for command in (["queue"], ["explain", "1"], ["check"], ["sql", "select 1"]):
        code, _, err = run(*command, "--workspace", workspace)
        assert (code, "shortpay nightly" in err) == (WRONG_INPUT, True)


def test_a_second_command_says_that_a_night_is_running(workspace: Path, run: Run) -> None:
    with only_one(workspace / "data" / "night.lock", "A night is running in this workspace"):
        code, _, err = run("nightly", "--workspace", workspace)
    assert code == BUSY
    assert "A night is running in this workspace already: process" in err


def test_rates_import_of_something_else(workspace: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    code, _, err = run("rates", "import", tmp_path / "notes.csv", "--workspace", workspace)
    assert (code, "notes.csv" in err) == (WRONG_INPUT, True)


def test_a_schedule_that_means_nothing(workspace: Path, run: Run) -> None:
    code, _, err = run("serve", "--cron", "at night", "--workspace", workspace)
    assert (code, 'no schedule. Example: --cron "0 2 * * *"' in err) == (WRONG_INPUT, True)


def test_the_queue_is_quick(night_place: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    code = "import sys; from flows.cli import main; sys.argv[0] = 'shortpay'; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "-w", str(night_place), "queue"], capture_output=True, check=True
    )
    assert done.stdout
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 1.5, (
        "something heavy is imported at the top"
    )


def test_nothing_heavy_is_imported_for_the_queue() -> None:
    probe = "import sys, flows.cli, warehouse.queries; print({'prefect', 'polars', 'pyx12'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
