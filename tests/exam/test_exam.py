"""The practice exam, whole: transcribed, run for one night, scored by its own script. The floor only ever rises.

The same night says of every file and every payment what the exam's truth says.
"""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from tests.exam.run_exam import take
from tests.reference import EXAM, examined
from warehouse.queries import open_published

FLOOR = {
    "precision": 1.0,
    "recall": 1.0,
    "dollars": 1.0,
    "cents": 1.0,
    "actual": 1.0,
    "deadlines": 1.0,
    "causes": 0.99,
    "states": 1.0,
    "ranks": 1.0,
}
FILES = """
    select
        file_name,
        disposition,
        disposition = 'duplicate' and receipt = 'same_bytes' as is_same_bytes,
        coalesce(reason, '') as reason
    from file_log
"""
# Ours counts what the payment is above its claims, the truth what the claims are above their payment.
PAYMENTS = """
    select
        file_name, control_number, payer, trace, payment_amount, coalesce(payment_date::varchar, ''),
        coalesce(remittance_date::varchar, ''), claim_count, claims_total, provider_adjustments_total, off_by,
        coalesce(duplicate_of, ''), coalesce(split_group, '')
    from payment_balance where state <> 'test'
"""

pytestmark = examined


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, float], Path]:
    """The figures of the exam's one night, and the folder it was spent in."""
    folder = tmp_path_factory.mktemp("exam")
    return take(EXAM, folder), folder


@pytest.fixture
def published(taken: tuple[dict[str, float], Path]) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_published(taken[1] / "data") as con:
        yield con


def truth(name: str) -> list[dict[str, str]]:
    with (EXAM / "truth" / f"truth_{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_practice_exam_is_passed(taken: tuple[dict[str, float], Path]) -> None:
    figures, _ = taken
    assert figures.keys() == FLOOR.keys()
    assert {name: figure for name, figure in figures.items() if figure < FLOOR[name]} == {}


def test_every_file_ends_as_the_truth_says(published: duckdb.DuckDBPyConnection) -> None:
    expected = {row["file"]: row for row in truth("files")}
    found = {name: rest for name, *rest in published.execute(FILES).fetchall()}
    assert {name: disposition for name, (disposition, *_) in found.items()} == {
        name: row["disposition"] for name, row in expected.items()
    }
    for name, row in expected.items():
        _, is_same_bytes, reason = found[name]
        assert is_same_bytes == row["reason"].startswith("same bytes"), name
        # Whatever is not loaded says why; a copy or repeat names the file it repeats.
        assert bool(reason) == bool(row["reason"]), name
        assert all(word in reason for word in row["reason"].split() if word.endswith(".835")), name


def test_every_payment_is_what_the_truth_says(published: duckdb.DuckDBPyConnection) -> None:
    rows = truth("payments")
    posted = {row["file"] for row in rows}
    found = {(name, control): rest for name, control, *rest in published.execute(PAYMENTS).fetchall() if name in posted}
    groups: dict[str, set[str]] = {}
    expected = {}
    for row in rows:
        claims, provider, paid, gap = (Decimal(row[each]) for each in ("sum_clp04", "sum_plb", "bpr02", "gap"))
        key = (row["file"], row["st_control"])
        assert (gap == 0) == (row["balanced"] == "1")
        split = found[key][-1] if key in found else ""
        groups.setdefault(row["split_group"], set()).add(split)
        expected[key] = [
            row["payer"], row["trn02"], paid, row["bpr16"], row["dtm405"], int(row["claims"]), claims, provider, -gap,
            row["duplicate_of"].split(":")[0], split,
        ]  # fmt: skip
    assert found == expected
    assert groups.pop("") == {""}
    # Each group of the truth is one group of ours, and no two share one.
    assert all(len(names) == 1 and "" not in names for names in groups.values())
    assert len(set.union(*groups.values())) == len(groups)
