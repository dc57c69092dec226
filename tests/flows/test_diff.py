"""`shortpay diff`: exit codes, and what is printed for people and for programs."""

import json
from pathlib import Path

import duckdb
import pytest

from tests.flows.conftest import Run


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """A workspace with a published snapshot, and a snapshot in which one state is another."""
    workspace, new = tmp_path / "workspace", tmp_path / "new.duckdb"
    (workspace / "data").mkdir(parents=True)
    for path, state in ((workspace / "data" / "current.duckdb", "priced_ok"), (new, "priced_short")):
        with duckdb.connect(str(path)) as con:
            rows = f"('a.835', 10, '{state}', 'Ames')"
            con.execute(
                "create view line_review as from (values "
                + rows
                + ") t (file_name, segment_number, state, patient_last)"
            )
    return workspace, new


def test_what_differs_is_printed_with_its_place(two: tuple[Path, Path], run: Run) -> None:
    code, printed, _ = run("diff", *map(str, two))
    assert code == 1
    assert "line_review: 1 rows in OLD, 1 in NEW" in printed
    assert "state: 1 rows" in printed
    assert "priced_ok -> priced_short: 1 rows" in printed
    assert "file_name a.835, segment_number 10" in printed
    assert "Ames" not in printed


def test_what_is_ignored_makes_no_difference(two: tuple[Path, Path], run: Run) -> None:
    code, printed, _ = run("diff", *map(str, two), "--ignore", "line_review.state")
    assert code == 0
    assert printed.splitlines()[-1] == "equal"


def test_json_says_the_same(two: tuple[Path, Path], run: Run) -> None:
    code, printed, _ = run("diff", *map(str, two), "--format", "json")
    found = json.loads(printed)
    assert (code, found["is_equal"], found["renamed"]) == (1, False, 0)
    [view] = found["views"]
    assert view["changes"][0] == {
        "column": "state",
        "rows": 1,
        "places": ["file_name a.835, segment_number 10"],
        "values": [["priced_ok", "priced_short", 1]],
    }


def test_what_cannot_be_compared_is_named(two: tuple[Path, Path], run: Run, tmp_path: Path) -> None:
    workspace, new = two
    (tmp_path / "note.txt").write_text("no database")
    for given, said in (
        ([str(workspace), str(tmp_path / "none")], "none: there is no such snapshot"),
        ([str(workspace), str(tmp_path / "note.txt")], "note.txt: DuckDB cannot open"),
        ([str(workspace), str(workspace / "data" / "current.duckdb")], "the same file"),
        ([str(workspace), str(new), "--ignore", "queue"], "queue: neither snapshot has"),
    ):
        code, _, failed = run("diff", *given)
        assert code == 2
        assert said in failed
