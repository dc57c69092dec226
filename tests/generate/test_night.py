"""A night over the fixtures finds what the generator knows: lines, visits, disputes, files, to the cent and the day."""

import csv
import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.exam import night
from tests.generate.facts import AS_OF, ROOT, WORKSPACE
from tests.warehouse.conftest import fixtures_night

FIXTURES = ROOT / "fixtures"
REMITS = sorted(path for path in (FIXTURES / "remits").rglob("*.*") if path.is_file())
Row = tuple[str, ...]
CUT = "20261104_basalt_cut.835"  # ends in the middle of a claim; 20261105_basalt.835 brings the same payment whole


def office(root: Path) -> Path:
    shutil.copytree(WORKSPACE, root, dirs_exist_ok=True)
    (root / "inbox").mkdir()
    return root


@pytest.fixture(scope="module")
def con(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(fixtures_night(tmp_path_factory).working_database), read_only=True) as con:
        yield con


def truth(name: str) -> list[dict[str, str]]:
    with (FIXTURES / "truth" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(con: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """Rows as text, as a CSV would hold them."""
    return [tuple(_text(value) for value in row) for row in con.execute(query).fetchall()]


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(int(value)) if isinstance(value, bool) else str(value)


def named(rows: list[Row]) -> list[Row]:
    return [(file_of(row[0]), *row[1:]) for row in rows]


def file_of(name: str) -> str:
    """The file in the inbox; a member of a zip is named 'outer.zip!inner.835'."""
    return name.split("!", maxsplit=1)[0]


def different(expected: list[Row], actual: list[Row]) -> list[tuple[str, Row]]:
    both = set(expected) & set(actual)
    return (
        sorted([("expected", row) for row in expected if row not in both])[:20]
        + sorted([("found", row) for row in actual if row not in both])[:20]
    )


LINE = """
select
    file_name, payer_control_number, row_number() over (partition by file_name order by line_id), procedure_code,
    modifiers, charge, paid, patient_share
from line_review order by line_id
"""


def numbered(rows: list[dict[str, str]]) -> list[tuple[str, dict[str, str]]]:
    """Truth rows with their place in their file, as the product numbers its lines."""
    count: dict[str, int] = {}
    out = []
    for row in rows:
        count[row["file"]] = count.get(row["file"], 0) + 1
        out.append((str(count[row["file"]]), row))
    return out


def test_every_posted_line_is_there_once(con: duckdb.DuckDBPyConnection) -> None:
    columns = ("procedure_code", "modifiers", "charge", "paid", "patient_share")
    expected = [
        (row["file"], row["payer_control_number"], place, *(row[column] for column in columns))
        for place, row in numbered(truth("lines"))
    ]
    actual = [row for row in named(found(con, LINE)) if row[0] != CUT]
    assert different(expected, actual) == []
    assert len(actual) == len(expected)


JUDGED = """
select
    file_name, row_number() over (partition by file_name order by line_id), payer_control_number, procedure_code, state,
    if(state like 'priced%', expected_allowed, null), if(state like 'priced%', actual_allowed, null),
    if(state like 'priced%', variance, null), deadline, in_queue, if(deadline is null, null, cause)
from line_review order by line_id
"""


def judged(con: duckdb.DuckDBPyConnection) -> tuple[list[Row], list[Row]]:
    columns = (
        "payer_control_number", "procedure_code", "state", "expected_allowed", "actual_allowed", "variance", "deadline",
        "in_queue", "cause",
    )  # fmt: skip
    expected = [(row["file"], place, *(row[column] for column in columns)) for place, row in numbered(truth("lines"))]
    return expected, [row for row in named(found(con, JUDGED)) if row[0] != CUT]


def test_every_line_is_judged_as_it_was_made(con: duckdb.DuckDBPyConnection) -> None:
    """State, expected, actual, variance, deadline and whether it is in the queue."""
    expected, actual = judged(con)
    assert different([row[:-1] for row in expected], [row[:-1] for row in actual]) == []


def test_every_shortage_has_the_cause_it_was_planted_with(con: duckdb.DuckDBPyConnection) -> None:
    expected, actual = judged(con)
    assert different(expected, actual) == []


def test_visits_are_judged_whole(con: duckdb.DuckDBPyConnection) -> None:
    columns = ("agreement", "service_date", "expected_allowed", "actual_allowed", "variance", "state")
    actual = found(con, f"select {', '.join(columns)} from visit_review")
    assert sorted(actual) == sorted(tuple(row[column] for column in columns) for row in truth("visits"))


@pytest.mark.parametrize(("view", "name"), [("dispute_queue", "queue"), ("expired_disputes", "expired")])
def test_disputes_are_in_the_order_of_their_deadlines(con: duckdb.DuckDBPyConnection, view: str, name: str) -> None:
    columns = (
        "patient_control_number", "payer_control_number", "agreement", "deadline", "days_left", "line_count",
        "shortfall",
    )  # fmt: skip
    actual = found(con, f"select {', '.join(columns)} from {view} order by rank")
    assert actual == [tuple(row[column] for column in columns) for row in truth(name)]


def test_every_file_has_the_verdict_of_its_folder(con: duckdb.DuckDBPyConnection) -> None:
    dispositions = {
        file_of(name): disposition for name, disposition in found(con, "select file_name, disposition from file_log")
    }
    held = {file_of(name) for (name,) in found(con, "select file_name from held where container = 'payment'")}
    for row in truth("files"):
        if row["verdict"] == "held":
            assert row["file"] in held
            assert dispositions[row["file"]] == "loaded"
        elif row["file"] != CUT:
            assert (row["file"], dispositions[row["file"]]) == (row["file"], row["verdict"])
    assert len(dispositions) == len(truth("files"))


def test_a_file_cut_short_posts_nothing(con: duckdb.DuckDBPyConnection) -> None:
    """The last line that arrived may be half of one, and the payment comes again whole: nothing of it counts."""
    assert found(con, f"select file_name from line_review where file_name = '{CUT}'") == []
    assert found(con, f"select disposition from file_log where file_name = '{CUT}'") == [("superseded",)]


def test_payments_tie_out(con: duckdb.DuckDBPyConnection) -> None:
    """What was paid, by which trace, and by how much it is off; parts of a split payment are off only alone."""
    posted = [row for row in truth("payments") if not row["duplicate_of"]]
    expected = sorted((row["trace"], row["payment_amount"], row["claims_total"], row["off_by"]) for row in posted)
    actual = found(
        con,
        """select trace, payment_amount, claims_total, off_by from payment_balance
        where duplicate_of is null and state not in ('test', 'unreadable') order by all""",
    )
    assert {row[:3] for row in actual} >= {row[:3] for row in expected}


WITHOUT_FILES = """
select payer_control_number, line_control_number, procedure_code, charge, paid, state, expected_allowed,
    actual_allowed, variance, cause, deadline, in_queue
from line_review order by all
"""
QUEUE = "select payer_control_number, deadline, shortfall, line_count from dispute_queue order by rank"


def test_files_may_come_in_any_order_over_many_nights(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    """The last file first, corrections before what they correct: after three nights the same lines as after one."""
    root = office(tmp_path)
    for start in range(3):
        for path in REMITS[::-1][start::3]:
            shutil.copy(path, root / "inbox")
        later = night.run(root, AS_OF)
        lines, queue = found(later, WITHOUT_FILES), found(later, QUEUE)
        later.close()
    assert different(found(con, WITHOUT_FILES), lines) == []
    assert queue == found(con, QUEUE)


def test_the_as_of_day_is_that_of_the_fixtures() -> None:
    said = (FIXTURES / "AS_OF").read_text(encoding="ascii").strip()
    assert dt.date.fromisoformat(said) == AS_OF
